// What electron-builder.yml describes and `npm run package` does not make, each with the reason. Pure but for the platform.

const builtOn = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

const others = [
  {
    name: 'AppImage',
    platform: 'linux',
    why: 'its runtime and mksquashfs are downloads of electron-builder',
  },
  { name: 'rpm', platform: 'linux', why: 'needs fpm, which is a download of electron-builder, and rpmbuild' },
  { name: 'dmg and zip for macOS', platform: 'darwin', why: 'need a signing identity and notarisation' },
  { name: 'installer for Windows', platform: 'win32', why: 'NSIS is a download of electron-builder' },
];

/** `deb`: whether one was made. */
export function leftOut({ deb }, platform = process.platform) {
  const rest = others.map((other) => ({
    name: other.name,
    why: other.platform === platform ? other.why : `is built on ${builtOn[other.platform]}`,
  }));
  if (deb) return rest;
  const why = platform === 'linux' ? 'needs dpkg-deb (on Debian: apt-get install dpkg)' : 'is built on Linux';
  return [{ name: 'deb', why }, ...rest];
}
