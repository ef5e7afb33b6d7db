// electron-builder.yml as a whole: valid for the packager itself also where nothing of it can be built, and every file that it
// names is there and of the kind that its platform wants.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fontOrigins, licenceTexts } from '../../scripts/package/third-party.mjs';

interface FileSet {
  readonly from?: string;
  readonly to?: string;
  readonly filter: readonly string[];
}

interface Description {
  readonly asarUnpack: readonly string[];
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly afterPack: string;
  readonly npmRebuild: boolean;
  readonly publish: unknown;
  readonly linux: {
    readonly target: readonly string[];
    readonly icon: string;
    readonly extraResources: readonly FileSet[];
  };
  readonly deb: { readonly afterInstall: string; readonly afterRemove: string };
  readonly rpm: { readonly afterInstall: string; readonly afterRemove: string };
  readonly mac: {
    readonly target: readonly { readonly target: string; readonly arch: string }[];
    readonly icon: string;
    readonly hardenedRuntime: boolean;
    readonly entitlements: string;
    readonly entitlementsInherit: string;
    readonly extraResources: readonly FileSet[];
  };
  readonly win: {
    readonly target: string;
    readonly icon: string;
    readonly extraResources: readonly FileSet[];
  };
  readonly nsis: { readonly include: string };
}

/** How electron-builder itself validates its description. */
interface SchemaValidator {
  validateSchema(schema: unknown, value: object, options: { name: string }): void;
}

const root = resolve(import.meta.dirname, '../..');
const load = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const validator: SchemaValidator = load('app-builder-lib/out/util/config/schemaValidator');
const schema: unknown = load('app-builder-lib/scheme.json');
const yaml: { load(text: string): unknown } = load('js-yaml');
const description = yaml.load(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Description;
const { linux, mac, win } = description;

describe('electron-builder.yml', () => {
  // The schema is large, and compiled anew for each validation.
  it('should be valid by the schema of the packager', { timeout: 60_000 }, () => {
    const validate = (value: object) => validator.validateSchema(schema, value, { name: 'electron-builder' });
    expect(() => validate(description)).not.toThrow();
    expect(() => validate({ ...description, win: { ...win, targets: 'nsis' } })).toThrow('configuration.win');
  });

  it('should describe a package for each platform', () => {
    expect(linux.target).toEqual(['AppImage', 'deb', 'rpm', 'tar.gz']);
    expect(mac.target).toEqual([
      { target: 'dmg', arch: 'universal' },
      { target: 'zip', arch: 'universal' },
    ]);
    expect(mac.hardenedRuntime).toBe(true);
    expect(win.target).toBe('nsis');
  });

  it('should name only files that are there', () => {
    const { afterPack, deb, nsis, rpm } = description;
    const named = [
      afterPack,
      linux.icon,
      ...[deb, rpm].flatMap(({ afterInstall, afterRemove }) => [afterInstall, afterRemove]),
      mac.icon,
      mac.entitlements,
      mac.entitlementsInherit,
      win.icon,
      nsis.include,
      ...[linux, mac, win].flatMap(({ extraResources }) =>
        extraResources.flatMap(({ filter, from = '' }) => filter.map((name) => join(from, name))),
      ),
    ];
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('should set every fuse, and leave on only what guards', () => {
    expect(description.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      enableCookieEncryption: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('should keep outside the archive what others than Electron read', () => {
    expect(description.asarUnpack).toEqual(
      expect.arrayContaining(['node_modules/node-pty/**', 'node_modules/@node-rs/**', 'out/cli/**']),
    );
    expect(description.npmRebuild).toBe(false);
    expect(description.publish).toBeNull();
  });
});

describe('the icons', () => {
  /** PNG (ISO/IEC 15948), 11.2.2: width and height are the first words of IHDR, which is the first chunk. */
  const sizeOf = (file: string) => {
    const png = readFileSync(file);
    expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
    return `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;
  };

  it('should have the sizes that their names say, with those that desktops ask for', () => {
    const names = readdirSync(join(root, linux.icon));
    expect(names).toEqual(expect.arrayContaining(['16x16.png', '48x48.png', '256x256.png', '512x512.png']));
    for (const name of names) expect(sizeOf(join(root, linux.icon, name))).toBe(basename(name, '.png'));
  });

  it('should be large enough for macOS and Windows', () => {
    for (const icon of [mac.icon, win.icon]) expect(sizeOf(join(root, icon))).toBe('1024x1024');
  });
});

describe('what a package brings along', () => {
  const read = (path: string) => readFileSync(join(root, 'build-resources', path), 'utf8');

  it.skipIf(process.platform === 'win32')('should have scripts that a shell can read', () => {
    for (const script of ['bin/everpane', 'linux/after-install.sh', 'linux/after-remove.sh']) {
      execFileSync('sh', ['-n', join(root, 'build-resources', script)]);
    }
  });

  it('should give the same marker to the executable on every platform', () => {
    const call = '--everpane-cli -- ';
    expect(read('bin/everpane')).toContain(call);
    expect(read('bin/everpane.cmd')).toContain(call);
  });

  it('should have a batch file with the line ends that its interpreter needs', () => {
    const lines = read('bin/everpane.cmd').split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => !line.endsWith('\r'))).toEqual([]);
  });

  it('should let a helper of the app on macOS do nothing that the app may not', () => {
    const keys = (path: string) => [...read(path).matchAll(/<key>(.+)<\/key>/g)].map(([, key]) => key);
    const own = keys('mac/entitlements.plist');
    expect(own).toContain('com.apple.security.cs.allow-jit');
    expect(keys('mac/entitlements.inherit.plist').filter((key) => !own.includes(key))).toEqual([]);
    expect(own.filter((key) => /get-task-allow|disable-library-validation|unsigned/.test(key ?? ''))).toEqual(
      [],
    );
  });
});

describe('the licences of others', () => {
  // What the page imports is known before it is built: a font without a known origin would only show in a package.
  it('should be known for every font of the page', () => {
    const imports = readFileSync(join(root, 'renderer/styles/fonts.ts'), 'utf8').matchAll(
      /^import .*'(@?[^']+)';$/gm,
    );
    const parts = [...imports].map(([, path = '']) => join('node_modules', ...path.split('/').slice(0, 2)));
    expect(parts.length).toBeGreaterThan(0);
    expect(fontOrigins).toEqual(expect.arrayContaining([...new Set(parts)]));
  });

  it('should be told with name, version, kind and text', () => {
    const packages = [
      'react',
      '@fontsource-variable/inter',
      '@expo-google-fonts/jetbrains-mono',
      '@xterm/headless',
    ];
    const text = licenceTexts(
      root,
      packages.map((name) => `node_modules/${name}`),
    );
    expect(text).toMatch(/^react \d+\.\d+\.\d+ \(MIT\)$/m);
    expect(text).toContain('Permission is hereby granted');
    expect(text.match(/SIL OPEN FONT LICENSE Version/g)).toHaveLength(2);
    // Its package has no text of its own: then at least where it comes from.
    expect(text).toMatch(/^@xterm\/headless .* \(MIT\)\n.*xtermjs/m);
  });
});
