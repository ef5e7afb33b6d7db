// The one option of the app's own on its command line: `--home DIR` or `--home=DIR`. Everything else there belongs to
// Electron and Chromium and is left to them.

export type HomeOption =
  | { readonly kind: 'absent' }
  | { readonly kind: 'given'; readonly dir: string }
  | { readonly kind: 'missing-value' };

/** The last `--home` wins, as with every option that is given twice. */
export function readHomeOption(argv: readonly string[]): HomeOption {
  let option: HomeOption = { kind: 'absent' };
  for (const [index, argument] of argv.entries()) {
    if (argument === '--home') option = valueOption(argv[index + 1]);
    else if (argument.startsWith('--home=')) option = valueOption(argument.slice('--home='.length));
  }
  return option;
}

function valueOption(value: string | undefined): HomeOption {
  return value === undefined || value === '' || value.startsWith('--')
    ? { kind: 'missing-value' }
    : { kind: 'given', dir: value };
}
