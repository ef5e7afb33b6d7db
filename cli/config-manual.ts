// docs/config.md and the editor's JSON schema (draft 2020-12), made from the table of settings. Pure.
import { type Setting, settings } from '../shared/config-schema.ts';
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

export function configManual(): string {
  const sections = Object.entries(tables).map(([section, table]) => {
    const rows = Object.entries(table).map(
      ([key, setting]) =>
        `| \`${key}\` | ${typeInWords(setting)} | \`${JSON.stringify(setting.default)}\` | ${setting.help} |`,
    );
    return [`## [${section}]`, '', '| key | type | default | |', '|---|---|---|---|', ...rows, ''].join('\n');
  });
  return [introduction, ...sections, environment].join('\n');
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
    case 'choice':
      return setting.values.map((value) => `\`"${value}"\``).join(', ');
    case 'strings':
      return 'list of strings';
    default:
      return assertNever(setting);
  }
}

export function configJsonSchema(): object {
  const sections = Object.entries(tables).map(([section, table]) => [
    section,
    {
      type: 'object',
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(table).map(([key, setting]) => [
          key,
          { description: setting.help, default: setting.default, ...shapeOf(setting) },
        ]),
      ),
    },
  ]);
  const env = {
    type: 'object',
    description: 'Variables for every new pane.',
    propertyNames: { pattern: '^[^=\\u0000]+$' },
    additionalProperties: { type: 'string' },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Everpane: config.toml',
    type: 'object',
    additionalProperties: false,
    properties: { ...Object.fromEntries(sections), env },
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
      return { type: 'string' };
    case 'choice':
      return { enum: setting.values };
    case 'strings':
      return { type: 'array', items: { type: 'string' } };
    default:
      return assertNever(setting);
  }
}
