// What electron-builder.yml describes and `npm run package` does not make, each with the reason. Pure but for the platform.

const builtOn = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

const others = [
  {
    name: 'AppImage',
    platform: 'linux',
    why: 'its runtime and mksquashfs are downloads of electron-builder',
  },
  { name: 'dmg and zip for macOS', platform: 'darwin', why: 'need a signing identity and notarisation' },
  { name: 'installer for Windows', platform: 'win32', why: 'NSIS is a download of electron-builder' },
];

const ofTools = [
  { name: 'deb', why: 'needs dpkg-deb (on Debian: apt-get install dpkg)' },
  { name: 'rpm', why: 'needs rpmbuild (on Debian: apt-get install rpm)' },
];

/** `made`: the kinds of packages that were. */
export function leftOut(made, platform = process.platform) {
  const missing = ofTools.filter(({ name }) => !made.includes(name));
  return [...missing.map((other) => ({ platform: 'linux', ...other })), ...others].map((other) => ({
    name: other.name,
    why: other.platform === platform ? other.why : `is built on ${builtOn[other.platform]}`,
  }));
}
