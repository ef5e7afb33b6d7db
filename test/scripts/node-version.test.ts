import { describe, expect, it } from 'vitest';
import { checkNodeVersion, whyTooOld } from '../../scripts/setup/node-version.mjs';

describe('the version of Node', () => {
  it('should be enough where it is the one asked for, or any after it', () => {
    for (const version of ['20.19.0', '20.19.4', '20.20.0', '22.0.0', '100.0.0']) {
      expect(whyTooOld(version, '>=20.19.0'), version).toBeUndefined();
    }
    expect(() => checkNodeVersion()).not.toThrow();
  });

  it('should be refused below it, with what is needed', () => {
    for (const version of ['20.18.9', '18.20.4', '9.0.0']) {
      expect(whyTooOld(version, '>=20.19.0')).toMatch(`20.19.0 or newer is needed`);
      expect(whyTooOld(version, '>=20.19.0')).toContain(`this is ${version}`);
    }
  });
});
