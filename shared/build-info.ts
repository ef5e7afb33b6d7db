// Which Everpane this is. The build puts the two values in place of the names below; source that runs unbuilt (tests,
// benchmarks) has none, which is why each is asked for with typeof.

declare const EVERPANE_VERSION: string | undefined;
declare const EVERPANE_BUILD_ID: string | undefined;

/** The version of package.json, such as "0.1.0"; "0.0.0-source" when run unbuilt. */
export const version: string = typeof EVERPANE_VERSION === 'string' ? EVERPANE_VERSION : '0.0.0-source';

/** Names the sources a bundle was made of (12 hex digits); "source" when run unbuilt. */
export const buildId: string = typeof EVERPANE_BUILD_ID === 'string' ? EVERPANE_BUILD_ID : 'source';
