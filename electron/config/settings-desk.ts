// Settings as pages see and change them: one place that knows config.toml's path, its last reading and the user's themes, and
// the only way from a page to the file. Invariant: what a page asks for is checked as a stranger's before anything is written.
import { TomlError } from 'smol-toml';
import { asksForTheme, type ConfigChange, checkAt, placeAt } from '../../shared/config-path.ts';
import type { SettingsOutcome, SettingsReport } from '../../shared/settings-report.ts';
import type { ConfigProblem, ConfigReading } from './read-config-file.ts';
import { readThemeFiles, type ThemeFiles } from './theme-files.ts';
import { editToml } from './toml-edit.ts';
import { unknownTheme, unknownThemes } from './unknown-themes.ts';
import { updateConfigFile } from './update-config-file.ts';

/** A page never changes more at once. */
const mostChanges = 64;
/** Before the first line of a file that a person opens and that is not there yet. */
const firstLines =
  '# Settings of Everpane. Every key, with its default: docs/config.md, or `everpane config list`.\n';

export class SettingsDesk {
  readonly #configFile: string;
  readonly #themesDir: string;
  #reading: ConfigReading;
  #files: ThemeFiles = { themes: [], problems: [] };
  #turn = 0;
  /** The one whose files these are. */
  #shownTurn = 0;

  constructor(places: { readonly configFile: string; readonly themesDir: string }, reading: ConfigReading) {
    this.#configFile = places.configFile;
    this.#themesDir = places.themesDir;
    this.#reading = reading;
  }

  get report(): SettingsReport {
    return { configFile: this.#configFile, problems: this.problems, themes: this.#files.themes };
  }

  get problems(): readonly ConfigProblem[] {
    const { config, problems, text } = this.#reading;
    const strange = unknownThemes(this.#configFile, text, config, this.#files.themes);
    return [...problems, ...strange, ...this.#files.problems];
  }

  get themesDir(): string {
    return this.#themesDir;
  }

  /** What the file says now, and the themes that there are now. */
  follow(reading: ConfigReading): Promise<void> {
    this.#reading = reading;
    return this.followThemes();
  }

  /** The themes that there are now. */
  async followThemes(): Promise<void> {
    const turn = ++this.#turn;
    const files = await readThemeFiles(this.#themesDir);
    // Who began to look later has seen more.
    if (turn >= this.#shownTurn) {
      this.#shownTurn = turn;
      this.#files = files;
    }
  }

  /** All of it or nothing; durable when it resolves. The values reach everybody when the file is read again. */
  async change(changes: unknown): Promise<SettingsOutcome> {
    const checked = checkChanges(changes);
    if (typeof checked === 'string') return { kind: 'refused', message: checked };
    const strange = await this.#unknownThemeIn(checked);
    if (strange !== null) return { kind: 'refused', message: strange };
    return this.#update((text) =>
      checked.reduce((edited, change) => editToml(edited, change.path, change), text),
    );
  }

  /** Sees to it that there is a file to open. */
  ensureFile(): Promise<SettingsOutcome> {
    return this.#update((text) => (text === '' ? firstLines : text));
  }

  async #unknownThemeIn(changes: readonly ConfigChange[]): Promise<string | null> {
    const asking = changes.filter(({ kind, path }) => kind === 'set' && asksForTheme(path));
    if (asking.length === 0) return null;
    // One that was put there meanwhile counts.
    const { themes } = await readThemeFiles(this.#themesDir);
    const wrong = asking.map((change) =>
      change.kind === 'set' ? unknownTheme(change.path, change.value, themes) : null,
    );
    return wrong.find((message) => message !== null) ?? null;
  }

  async #update(edit: (text: string) => string): Promise<SettingsOutcome> {
    try {
      await updateConfigFile(this.#configFile, edit);
      return { kind: 'done' };
    } catch (error) {
      return { kind: 'refused', message: explain(error) };
    }
  }
}

/** The changes, or what is wrong with them. */
function checkChanges(changes: unknown): readonly ConfigChange[] | string {
  if (!Array.isArray(changes) || changes.length > mostChanges) return 'that is no list of changes';
  for (const change of changes as Partial<ConfigChange>[]) {
    const path = change?.path;
    const isPath = Array.isArray(path) && path.every((name) => typeof name === 'string');
    if (!isPath || (change.kind !== 'set' && change.kind !== 'unset')) return 'that is no change';
    const place = placeAt(path);
    if (place === null) return `there is no setting ${path.join('.')}`;
    const wrong = change.kind === 'set' ? checkAt(place, change.value) : null;
    if (wrong !== null) return `${path.join('.')} ${wrong}`;
  }
  return changes as readonly ConfigChange[];
}

function explain(error: unknown): string {
  if (error instanceof TomlError) {
    const reason = (error.message.split('\n', 1)[0] ?? '').replace(/^Invalid TOML document: /, '');
    return `config.toml is broken at line ${error.line}, column ${error.column} (${reason}); mend it first`;
  }
  return error instanceof Error ? error.message : String(error);
}
