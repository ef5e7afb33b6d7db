import fc from 'fast-check';
import { parse, stringify, TomlError } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { editToml } from '../../electron/config/toml-edit.ts';

const set = (text: string, path: string[], value: boolean | number | string | string[]) =>
  editToml(text, path, { kind: 'set', value });
const unset = (text: string, path: string[]) => editToml(text, path, { kind: 'unset' });

const commented = `# my settings
[font] # the font
# not too small
size = 13   # pixels
family = "Iosevka" # "#1"

[env]
A = "1"
# the end
`;

describe('editToml', () => {
  it('should change a value and keep everything around it', () => {
    expect(set(commented, ['font', 'size'], 15)).toBe(commented.replace('size = 13', 'size = 15'));
    expect(set(commented, ['font', 'family'], 'x#y')).toBe(commented.replace('"Iosevka"', '"x#y"'));
  });

  it('should add a key below its section’s last one, or a section at the end', () => {
    expect(set(commented, ['font', 'line_height'], 1.5)).toBe(
      commented.replace('# "#1"\n', '# "#1"\nline_height = 1.5\n'),
    );
    expect(set(commented, ['restore', 'lazy'], false)).toBe(`${commented}\n[restore]\nlazy = false\n`);
    expect(set('', ['font', 'size'], 15)).toBe('[font]\nsize = 15\n');
  });

  it('should take a key away and nothing else', () => {
    expect(unset(commented, ['font', 'size'])).toBe(commented.replace('size = 13   # pixels\n', ''));
    expect(unset(commented, ['font', 'line_height'])).toBe(commented);
    expect(unset(commented, ['nowhere', 'size'])).toBe(commented);
  });

  it('should replace values of many lines whole', () => {
    const text = '[shell]\nargs = [ # why\n  "-l", # login\n  "[font]",\n]\nprogram = """\nsize = 3\n"""\n';
    expect(set(text, ['shell', 'args'], ['-i'])).toBe(
      '[shell]\nargs = [ "-i" ]\nprogram = """\nsize = 3\n"""\n',
    );
    expect(unset(text, ['shell', 'program'])).toBe(
      '[shell]\nargs = [ # why\n  "-l", # login\n  "[font]",\n]\n',
    );
    expect(parse(set(text, ['font', 'size'], 9))).toMatchObject({
      font: { size: 9 },
      shell: { program: 'size = 3\n' },
    });
  });

  it('should find keys however they are spelled', () => {
    expect(set('font.size = 13 # px\n', ['font', 'size'], 15)).toBe('font.size = 15 # px\n');
    expect(set('[env]\n"a.b" = "1" # c\n', ['env', 'a.b'], '2')).toMatch(/^\[env\]\n"a\.b" = "2".*\n$/);
    expect(set('[env]\r\nA = "1"\r\n', ['env', 'B'], '2')).toBe('[env]\r\nA = "1"\r\nB = "2"\r\n');
    expect(set('[ "font" ]\n', ['font', 'size'], 15)).toBe('[ "font" ]\nsize = 15\n');
  });

  it('should write the document anew where no line can be edited', () => {
    const text = '# lost\nfont = { size = 13, family = "x" }\n';
    expect(parse(set(text, ['font', 'size'], 15))).toEqual({ font: { size: 15, family: 'x' } });
  });

  it('should refuse a document that is none', () => {
    expect(() => set('[font\nsize = 1', ['font', 'size'], 2)).toThrow(TomlError);
  });

  it('should say what it should, whatever was there', () => {
    const name = fc.string({ minLength: 1 });
    const value = fc.oneof(fc.boolean(), fc.integer(), fc.string(), fc.array(fc.string()));
    const section = fc.dictionary(name, value, { maxKeys: 4 });
    fc.assert(
      fc.property(section, section, name, value, (env, font, key, wanted) => {
        const text = `# top\n${stringify({ env, font })}`;
        const edited = set(text, ['env', key], wanted);
        expect(parse(edited)).toEqual(parse(stringify({ env: { ...env, [key]: wanted }, font })));
        expect(edited.startsWith('# top\n')).toBe(true);
        const { [key]: _gone, ...rest } = env;
        expect(parse(unset(edited, ['env', key]))).toEqual(parse(stringify({ env: rest, font })));
      }),
      { numRuns: 200 },
    );
  });
});

describe('editToml in tables of tables', () => {
  const profiles = `[profiles.work] # mine
shell = "/bin/zsh"

# of work
[profiles.work.env]
A = "1"

# the other
[profiles."my own"]
cwd = "~"

[font]
size = 13
`;

  it('should change, add and take away a key where it belongs', () => {
    expect(set(profiles, ['profiles', 'work', 'shell'], '/bin/sh')).toBe(
      profiles.replace('/bin/zsh', '/bin/sh'),
    );
    expect(set(profiles, ['profiles', 'my own', 'theme'], 'ember')).toBe(
      profiles.replace('cwd = "~"\n', 'cwd = "~"\ntheme = "ember"\n'),
    );
    expect(set(profiles, ['profiles', 'work', 'env', 'A'], '2')).toBe(profiles.replace('"1"', '"2"'));
    expect(unset(profiles, ['profiles', 'work', 'shell'])).toBe(profiles.replace('shell = "/bin/zsh"\n', ''));
  });

  it('should begin a new table at the end, its name quoted where it must be', () => {
    expect(set('[font]\nsize = 13\n', ['profiles', 'a b', 'cwd'], '/tmp')).toBe(
      '[font]\nsize = 13\n\n[profiles."a b"]\ncwd = "/tmp"\n',
    );
    expect(set('', ['keys', 'tab.new'], ['F5'])).toBe('[keys]\n"tab.new" = [ "F5" ]\n');
  });

  it('should take a whole table away, and leave the comments of the next', () => {
    expect(unset(profiles, ['profiles', 'work'])).toBe(
      '\n# the other\n[profiles."my own"]\ncwd = "~"\n\n[font]\nsize = 13\n',
    );
    expect(parse(unset(profiles, ['profiles', 'my own']))).toEqual({
      profiles: { work: { shell: '/bin/zsh', env: { A: '1' } } },
      font: { size: 13 },
    });
  });
});
