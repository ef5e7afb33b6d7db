// docs/config.md and the editor's JSON schema (draft 2020-12), made from the table of settings. Pure.
import { actionDefinitions } from '../shared/actions.ts';
import { profileSettings, type Setting, settings } from '../shared/config-schema.ts';
import { assertNever } from '../shared/exhaustive.ts';

const tables: Readonly<Record<string, Readonly<Record<string, Setting>>>> = settings;

const introduction = `# config.toml

<!-- Made by \`npm run docs\`; do not edit. -->

The settings lie in \`config.toml\` in the home (\`everpane doctor\` shows where). Edit the file, use the settings page, or
\`everpane config set KEY VALUE\`; whatever way, a change applies within a second, without a restart, and comments stay. Only
where a section is written as an inline table does a change from the command line write the file anew, without comments.

A value that does not fit, or a file that cannot be read, never stops Everpane: the last good value (or the default) is used,
and the file, the line and the reason are shown. A key that does not exist is refused by \`config set\` and warned of in a file.

Any number of processes may write at once; none loses what another one wrote. For help while editing, let your editor use
[config.schema.json](config.schema.json), which \`everpane config schema\` prints, too. With Taplo, for example:

\`\`\`toml
#:schema ./config.schema.json
\`\`\`
`;

const environment = `## [env]

Variables for every new pane, under any name; the values are strings.

\`\`\`toml
[env]
EDITOR = "vim"
\`\`\`
`;

const keys = `## [keys]

Other keys for actions: a list for each, the first of which is the one shown; an empty list is no key at all. A key is any of
\`Ctrl\`, \`Alt\`, \`Shift\` and \`Cmd\`, joined by \`+\` with a letter, a digit, a sign or a name (\`Left\`, \`PageUp\`, \`Enter\`,
\`Tab\`, \`Space\`, \`Plus\`, \`F5\`). Keys that nothing is bound to belong to the program in the pane; the settings page says of
each key whether programs need it. A key without a modifier cannot be bound.

\`\`\`toml
[keys]
"tab.new" = ["Ctrl+Shift+T"]
"pane.zoom" = []
\`\`\`

| action | | Linux, Windows | macOS |
|---|---|---|---|
`;

const profiles = `## [profiles.NAME]

What a pane runs and how it looks, under a name of your choice. \`shell.default_profile\` names the one of new panes; others are
chosen in the palette, beside the button for a new tab, and with \`--profile\` on the command line. A pane keeps its profile
when it is restored; a split has that of the pane it is split from.

\`\`\`toml
[profiles.work]
shell = "/bin/zsh"
cwd = "~/work"
theme = "harbour"

[profiles.work.env]
AWS_PROFILE = "work"
\`\`\`
`;

export function configManual(): string {
  const sections = Object.entries(tables).map(([section, table]) => tableOf(`## [${section}]`, table));
  const profileTable = tableOf(profiles, { ...profileSettings });
  return [introduction, ...sections, profileTable, `${keys}${actionRows()}`, environment].join('\n');
}

function tableOf(heading: string, table: Readonly<Record<string, Setting>>): string {
  const rows = Object.entries(table).map(
    ([key, setting]) =>
      `| \`${key}\` | ${typeInWords(setting)} | \`${JSON.stringify(setting.default)}\` | ${setting.help} |`,
  );
  return [heading, '', '| key | type | default | |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function actionRows(): string {
  const inWords = (list: readonly string[]) => list.map((key) => `\`${key}\``).join(', ');
  return actionDefinitions
    .map(
      ({ id, title, keys: own }) =>
        `| \`${id}\` | ${title} | ${inWords(own.linux)} | ${inWords(own.mac)} |\n`,
    )
    .join('');
}

function typeInWords(setting: Setting): string {
  switch (setting.type) {
    case 'boolean':
      return '`true` or `false`';
    case 'integer':
      return `whole number, ${setting.min} to ${setting.max}`;
    case 'number':
      return `number, ${setting.min} to ${setting.max}`;
    case 'string':
      return 'string';
    case 'theme':
      return ['name of a theme', ...setting.others.filter(Boolean).map((other) => `\`"${other}"\``)].join(
        ', ',
      );
    case 'choice':
      return setting.values.map((value) => `\`"${value}"\``).join(', ');
    case 'strings':
      return 'list of strings';
    default:
      return assertNever(setting);
  }
}

export function configJsonSchema(): object {
  const sections = Object.entries(tables).map(([section, table]) => [section, objectOf(table)]);
  const env = {
    type: 'object',
    description: 'Variables for every new pane.',
    propertyNames: { pattern: '^[^=\\u0000]+$' },
    additionalProperties: { type: 'string' },
  };
  const keyList = { type: 'array', items: { type: 'string' }, maxItems: 8 };
  const keyTable = {
    type: 'object',
    description: 'Other keys for actions.',
    additionalProperties: false,
    properties: Object.fromEntries(
      actionDefinitions.map(({ id, title }) => [id, { $ref: '#/$defs/keys', description: `${title}.` }]),
    ),
  };
  const profile = objectOf(profileSettings, { env: { ...env, description: 'Variables for its panes.' } });
  const profileTable = { type: 'object', description: 'What panes run and how they look, by name.' };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Everpane: config.toml',
    $defs: { keys: { anyOf: [keyList, { type: 'string' }] } },
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(sections),
      profiles: { ...profileTable, additionalProperties: profile },
      keys: keyTable,
      env,
    },
  };
}

function objectOf(table: Readonly<Record<string, Setting>>, more: object = {}): object {
  const properties = Object.entries(table).map(([key, setting]) => [
    key,
    { description: setting.help, default: setting.default, ...shapeOf(setting) },
  ]);
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...Object.fromEntries(properties), ...more },
  };
}

function shapeOf(setting: Setting): object {
  switch (setting.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'integer':
    case 'number':
      return { type: setting.type, minimum: setting.min, maximum: setting.max };
    case 'string':
    case 'theme':
      return { type: 'string' };
    case 'choice':
      return { enum: setting.values };
    case 'strings':
      return { type: 'array', items: { type: 'string' } };
    default:
      return assertNever(setting);
  }
}
