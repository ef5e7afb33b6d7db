// What the settings consist of: pages made from the schema, each a list of rows, and which of them a search finds. Pure. A
// section that is new in the schema gets a page of its own without a line here.
import { actionDefinitions } from '../../shared/actions.ts';
import { pathOf, placeAt } from '../../shared/config-path.ts';
import { type Setting, settings } from '../../shared/config-schema.ts';

export interface SettingRow {
  /** Dotted. */
  readonly key: string;
  readonly path: readonly string[];
  readonly title: string;
  readonly setting: Setting;
}

export interface SettingGroup {
  readonly title: string;
  readonly rows: readonly SettingRow[];
}

export interface SettingsPageDefinition {
  readonly id: string;
  readonly title: string;
  readonly groups: readonly SettingGroup[];
}

export const firstSettingsPage = 'appearance';

const pageOfSection: Readonly<Record<string, string>> = { font: 'appearance', persistence: 'saving' };
const pageTitles: Readonly<Record<string, string>> = {
  appearance: 'Appearance',
  terminal: 'Terminal',
  profiles: 'Profiles',
  keyboard: 'Keyboard',
  shell: 'Shell',
  restore: 'Restoring',
  saving: 'Saving',
};
/** Words that are written otherwise than a name says them. */
const words: Readonly<Record<string, string>> = {
  args: 'arguments',
  cwd: 'directory',
  gpu: 'graphics card',
  max: 'largest',
  wal: 'journal',
  ms: '(ms)',
  mb: '(MB)',
  secs: '(seconds)',
};

/** Where the name alone says too little beside the others of its page. */
const ownTitles: Readonly<Record<string, string>> = {
  'appearance.theme_dark': 'Theme when dark',
  'appearance.theme_light': 'Theme when light',
  'persistence.enabled': 'Journal',
  'persistence.directory': 'Directory of the journal',
  'persistence.scrollback_persistence': 'Save what panes print',
  'persistence.scrollback_max_lines': 'Lines of scrollback',
  'persistence.keep_checkpoints': 'Checkpoints to keep',
  'persistence.max_state_mb': 'Room for restore points (MB)',
  'restore.lazy': 'Start hidden shells late',
  'restore.rerun': 'Offer to run again',
  'restore.rerun_allow': 'Run again unasked',
  'terminal.gpu': 'Use the graphics card',
};

/** `checkpoint_interval_secs` -> "Checkpoint interval (seconds)". */
export function titleOf(name: string): string {
  const said = name
    .split('_')
    .map((word) => words[word] ?? word)
    .join(' ');
  return `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}`;
}

export function rowsOf(path: readonly string[], table: Readonly<Record<string, Setting>>): SettingRow[] {
  return Object.entries(table).map(([name, setting]) => {
    const key = [...path, name].join('.');
    return { key, path: [...path, name], title: ownTitles[key] ?? titleOf(name), setting };
  });
}

/** In the order in which they are listed. */
export const settingsPages: readonly SettingsPageDefinition[] = makePages();

function makePages(): SettingsPageDefinition[] {
  const groups = new Map<string, SettingGroup[]>(Object.keys(pageTitles).map((page) => [page, []]));
  for (const [section, table] of Object.entries(settings)) {
    const page = pageOfSection[section] ?? section;
    const others = groups.get(page) ?? [];
    groups.set(page, [...others, { title: titleOf(section), rows: rowsOf([section], table) }]);
  }
  return [...groups].map(([id, own]) => ({ id, title: pageTitles[id] ?? titleOf(id), groups: own }));
}

/** Whether what is wrong with a dotted key stands beside a setting or an action. */
export function hasRow(key: string): boolean {
  const kind = placeAt(pathOf(key))?.kind;
  return kind === 'setting' || kind === 'keys';
}

/** Every word of the query stands somewhere in the row's key, title, help or values. */
export function matchesQuery({ key, title, setting }: SettingRow, query: string): boolean {
  const values = setting.type === 'choice' ? setting.values.join(' ') : '';
  return hasWords(`${key} ${title} ${setting.help} ${values}`, query);
}

export function hasWords(text: string, query: string): boolean {
  const hay = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => hay.includes(word));
}

/** The pages with what a search finds, and only those that have anything. */
export function findRows(query: string): SettingsPageDefinition[] {
  return settingsPages
    .map((page) => ({
      ...page,
      groups: page.groups
        .map((group) => ({ ...group, rows: group.rows.filter((row) => matchesQuery(row, query)) }))
        .filter(({ rows }) => rows.length > 0),
    }))
    .filter(({ groups }) => groups.length > 0);
}

export function findActions(query: string) {
  return actionDefinitions.filter(({ id, title, group }) => hasWords(`${id} ${title} ${group} key`, query));
}
