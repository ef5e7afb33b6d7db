// The file behind the settings: the way to it, and what is wrong with it that no setting is about.
import { FileCog } from 'lucide-react';
import { useApp, useAppState } from '../app/app-context.ts';
import { addNotice } from '../store/apply-message.ts';
import { hasRow } from './settings-pages.ts';

function useOpenFile(): () => void {
  const { bridge, store } = useApp();
  return async () => {
    const outcome = await bridge.openConfigFile();
    if (outcome.kind === 'done') return;
    store.update((state) => addNotice(state, { level: 'error', pane: null, text: outcome.message }));
  };
}

export function OpenFileButton() {
  const file = useAppState(({ settings }) => settings.configFile);
  const open = useOpenFile();
  return (
    <button type="button" className="text-button settings-file" title={file} onClick={open}>
      <FileCog size={14} strokeWidth={1.5} aria-hidden="true" /> Open config.toml
    </button>
  );
}

/** What is wrong with the file as a whole, with a theme, or with a name that is no setting's. */
export function FileProblems() {
  const report = useAppState(({ settings }) => settings);
  const open = useOpenFile();
  const problems = report.problems.filter(({ key }) => !hasRow(key));
  return problems.map(({ file, line, column, message }) => (
    <div
      key={`${file}:${line}:${column}:${message}`}
      className="settings-problem"
      data-testid="settings-problem"
      role="alert"
    >
      <span>
        <b>
          {file.split(/[\\/]/).at(-1)}
          {line !== null && `, line ${line}${column === null ? '' : `, column ${column}`}`}
        </b>
        {`: ${message}${message.endsWith('?') ? '' : '.'}`}
      </span>
      {file === report.configFile && (
        <button type="button" className="text-button" onClick={open}>
          Open config.toml
        </button>
      )}
    </div>
  ));
}
