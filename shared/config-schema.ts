// Every setting there is: type, default, bounds, one line of help. The host, the settings page, the CLI, docs/config.md
// and the editor's JSON schema are all made from this table.

export type Setting =
  | { readonly type: 'boolean'; readonly default: boolean; readonly help: string }
  | {
      readonly type: 'integer' | 'number';
      readonly default: number;
      readonly min: number;
      readonly max: number;
      readonly help: string;
    }
  | { readonly type: 'string'; readonly default: string; readonly help: string }
  | {
      readonly type: 'choice';
      readonly default: string;
      readonly values: readonly string[];
      readonly help: string;
    }
  | { readonly type: 'strings'; readonly default: readonly string[]; readonly help: string }
  /** The name of a theme, ours or the user's, or one of `others`. Whether there is such a theme is not known here. */
  | {
      readonly type: 'theme';
      readonly default: string;
      readonly others: readonly string[];
      readonly help: string;
    };

const flag = (value: boolean, help: string) => ({ type: 'boolean', default: value, help }) as const;
const text = (value: string, help: string) => ({ type: 'string', default: value, help }) as const;
const list = (value: readonly string[], help: string) => ({ type: 'strings', default: value, help }) as const;
const integer = (value: number, min: number, max: number, help: string) =>
  ({ type: 'integer', default: value, min, max, help }) as const;
const number = (value: number, min: number, max: number, help: string) =>
  ({ type: 'number', default: value, min, max, help }) as const;
const choice = <const V extends readonly string[]>(value: V[number], values: V, help: string) =>
  ({ type: 'choice', default: value, values, help }) as const;
const theme = (value: string, others: readonly string[], help: string) =>
  ({ type: 'theme', default: value, others, help }) as const;

export const settings = {
  persistence: {
    enabled: flag(
      true,
      'Keep a journal of the workspace. Off: a plain terminal that forgets everything when it ends.',
    ),
    directory: text('', 'Where the journal is kept; empty: state/ in the home.'),
    checkpoint_interval_secs: integer(300, 5, 86_400, 'Seconds between checkpoints.'),
    wal_flush_interval_ms: integer(
      100,
      1,
      10_000,
      'Output is on disk for good at most this many milliseconds after it appeared.',
    ),
    max_wal_size_mb: integer(
      100,
      4,
      10_240,
      'The journal is folded into checkpoints when it passes this size.',
    ),
    scrollback_persistence: flag(
      true,
      'Save what panes print. Off: only the layout, directories and titles come back.',
    ),
    scrollback_max_lines: integer(
      10_000,
      0,
      1_000_000,
      'Lines of scrollback kept and restored for each pane.',
    ),
    snapshot_on_shutdown: flag(true, 'Write a checkpoint on quitting, so that the next start is shorter.'),
    restore_on_startup: flag(
      true,
      'Bring the workspace back on start. Off: start empty; the old one stays in the timeline.',
    ),
    keep_checkpoints: integer(3, 1, 100, 'Newest checkpoints whose journal is kept to fall back on.'),
    max_state_mb: integer(1024, 16, 1_048_576, 'Room for restore points; the oldest go first.'),
    undo_close_minutes: integer(60, 0, 10_080, 'Minutes for which a closed pane can be reopened.'),
  },
  restore: {
    lazy: flag(true, 'Start the shells of hidden panes only when they are shown.'),
    rerun: choice(
      'ask',
      ['never', 'ask', 'allow-listed'],
      'Whether commands that were running are offered again.',
    ),
    rerun_allow: list([], 'Commands that may run again unasked: the tokens that a command must begin with.'),
    relaunch_after_crash: flag(true, 'Start Everpane again by itself after it crashed.'),
  },
  appearance: {
    theme: theme(
      'dark',
      ['system'],
      'Colours of the window and the terminal; system: theme_dark or theme_light, as the system is.',
    ),
    theme_dark: theme('dark', [], 'The theme while the system is dark, if theme is system.'),
    theme_light: theme('light', [], 'The theme while the system is light, if theme is system.'),
    opacity: number(1, 0.3, 1, 'Opacity of the whole window (macOS and Windows).'),
  },
  font: {
    family: text('', 'Terminal font; empty: JetBrains Mono, which comes along.'),
    size: integer(13, 6, 72, 'Terminal font size in pixels.'),
    line_height: number(1.2, 1, 2, 'Height of a line, as a multiple of the font size.'),
    ligatures: flag(false, 'Draw arrows and comparisons (=> != >=) as one sign where the font has it.'),
  },
  terminal: {
    cursor_style: choice('block', ['block', 'bar', 'underline'], 'Shape of the cursor.'),
    cursor_blink: flag(false, 'Whether the cursor blinks.'),
    padding: integer(6, 0, 48, 'Pixels between the edge of a pane and its text.'),
    minimum_contrast: number(
      0,
      0,
      21,
      'Least contrast of text with what is behind it; 1: as programs ask for it; 0: what the theme says.',
    ),
    editor: text(
      '',
      'Opens paths in the text, as in: code --goto {file}:{line}:{column}; empty: $VISUAL, $EDITOR or vi, in a pane beside.',
    ),
    copy_on_select: flag(false, 'Copy text as soon as it is selected.'),
    middle_click_paste: flag(true, 'Paste the selection with the middle mouse button (Linux).'),
    paste_guard: choice(
      'auto',
      ['auto', 'always', 'never'],
      'Ask before pasting hidden characters or several lines; auto: lines only where each would run at once.',
    ),
    bell: choice('visual', ['off', 'visual', 'sound', 'both'], 'What the bell of a program does.'),
    notifications: flag(true, 'Let programs in panes that you do not see show notifications.'),
    notify_after_secs: integer(
      30,
      0,
      86_400,
      'Notify of commands that ran at least this long in a pane that you do not see; 0: never.',
    ),
    screen_reader: flag(false, 'Make the text of terminals available to a screen reader.'),
    gpu: flag(true, 'Draw with the graphics card where there is one.'),
  },
  shell: {
    program: text('', 'Absolute path of the shell; empty: your login shell.'),
    args: list([], 'Arguments for the shell; empty: those that suit it.'),
    default_profile: text('', 'The profile of new panes, as in [profiles.NAME]; empty: none.'),
  },
  window: {
    confirm_quit: flag(true, 'Ask before quitting while a program runs.'),
    open_at_login: flag(false, 'Open Everpane when you log in.'),
    quick_terminal_key: text(
      '',
      'Key that drops the quick terminal down from anywhere, such as Ctrl+Alt+Space; empty: none.',
    ),
    quick_terminal_height: integer(45, 20, 100, 'Height of the quick terminal, in percent of the screen.'),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Setting>>>>;

export type SettingsTable = typeof settings;
export type Section = keyof SettingsTable;

export const profileIcons = [
  'none',
  'terminal',
  'server',
  'database',
  'cloud',
  'container',
  'code',
  'git',
  'bug',
  'flask',
  'globe',
  'house',
  'wrench',
  'rocket',
  'shield',
  'star',
] as const;

/** What `[profiles.NAME]` may say, beside its `env`. */
export const profileSettings = {
  shell: text('', 'Absolute path of the shell; empty: that of [shell].'),
  args: list([], 'Arguments for the shell; empty: those of [shell], or those that suit it.'),
  cwd: text('', 'Where it starts (~ is your home); empty: where the pane is that it is opened from.'),
  theme: theme('', [''], 'Colours of its panes; empty: those of the window.'),
  icon: choice('none', profileIcons, 'What stands before its name.'),
} as const satisfies Readonly<Record<string, Setting>>;
