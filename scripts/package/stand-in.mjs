// How a package with the stand-in runtime says what it is: in its names, in a file inside, in its description. Pure.

/** What goes between a name and its extension: empty for a runtime that may be released. */
export function runtimeMark({ kind, electronVersion }) {
  return kind === 'official' ? '' : `.not-for-release.${kind}-electron-${electronVersion ?? 'unknown'}`;
}

/** Name and text of the file inside; undefined for the official runtime. */
export function runtimeNotice({ kind, electronVersion }, wantedVersion) {
  if (kind === 'official') return undefined;
  const text =
    `NOT A RELEASE\n\nThis Everpane was packaged with Electron ${electronVersion ?? '(version unknown)'} (${kind}), ` +
    `because the official\nElectron ${wantedVersion} could not be had where it was made. It is for development and tests: ` +
    'do not pass it on.\n';
  return { name: 'NOT-A-RELEASE.txt', text };
}
