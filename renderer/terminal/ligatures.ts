// Which characters of a line a programming font draws as one sign. The addon for this reads font files, which a sandboxed
// page cannot; so it is a table of what such fonts have in common (JetBrains Mono, Fira Code, Cascadia Code, Iosevka). A
// sequence that a font has no sign for is drawn as it always was. Pure.

const SEQUENCES = [
  '<!--',
  '-->',
  '<-->',
  '<==>',
  '<=>',
  '==>',
  '<==',
  '<--',
  '=>',
  '->',
  '<-',
  '<=',
  '>=',
  '!=',
  '!==',
  '==',
  '===',
  '=/=',
  ':=',
  '::',
  ':::',
  '=~',
  '!~',
  '|>',
  '<|',
  '|||>',
  '<|||',
  '||>',
  '<||',
  '>>=',
  '=<<',
  '>>',
  '<<',
  '>>>',
  '<<<',
  '>=>',
  '<=<',
  '<$>',
  '<*>',
  '<+>',
  '<>',
  '&&',
  '||',
  '|-',
  '-|',
  '++',
  '+++',
  '--',
  '---',
  '**',
  '***',
  '//',
  '///',
  '/*',
  '*/',
  '/**',
  '..',
  '...',
  '..<',
  '?.',
  '??',
  '?:',
  '##',
  '###',
  '####',
  '#{',
  '#[',
  '#(',
  '#!',
  '</',
  '/>',
  '</>',
  '~>',
  '<~',
  '~~>',
  '<~~',
  '~=',
  '^=',
  '$>',
  '<$',
  '[|',
  '|]',
  '{|',
  '|}',
  '>->',
  '<-<',
  '->>',
  '<<-',
  '|=',
  '||=',
  '__',
];

/** What else could continue a run: a sequence inside a longer run of signs (====, ->->) is not drawn as one. */
const SIGNS = new Set(SEQUENCES.flatMap((sequence) => [...sequence]));
const KNOWN = new Set(SEQUENCES);

/** From and to (exclusive) of each, in UTF-16 units: xterm's character joiner. */
export function ligatureRanges(text: string): [number, number][] {
  const ranges: [number, number][] = [];
  let from = 0;
  while (from < text.length) {
    let to = from;
    while (to < text.length && SIGNS.has(text.charAt(to))) to += 1;
    if (to - from > 1 && KNOWN.has(text.slice(from, to))) ranges.push([from, to]);
    from = Math.max(to, from + 1);
  }
  return ranges;
}
