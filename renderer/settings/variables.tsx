// A table of environment variables: of every new pane, or of a profile's.
import { X } from 'lucide-react';
import { useState } from 'react';
import { checkEnv } from '../../shared/check-setting.ts';
import type { ConfigPath } from '../../shared/config-path.ts';
import type { Variables } from '../../shared/config-tables.ts';
import { Remark } from './setting-row.tsx';
import { useChange } from './use-change.ts';
import './profiles-page.css';

export function VariablesTable({
  path,
  variables,
}: {
  readonly path: ConfigPath;
  readonly variables: Variables;
}) {
  const { error, change } = useChange();
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const wrong = name === '' ? null : checkEnv(name, value);
  const add = async () => {
    if (name === '' || wrong !== null) return;
    if (!(await change([{ kind: 'set', path: [...path, name], value }]))) return;
    setName('');
    setValue('');
  };
  return (
    <div className="variables">
      {Object.entries(variables).map(([own, text]) => (
        <div key={own} className="variable">
          <code title={own}>{own}</code>
          <VariableValue
            name={own}
            value={text}
            onChange={(next) => void change([{ kind: 'set', path: [...path, own], value: next }])}
          />
          <button
            type="button"
            className="icon-button"
            aria-label={`Take ${own} away`}
            title="Take it away"
            onClick={() => void change([{ kind: 'unset', path: [...path, own] }])}
          >
            <X size={14} strokeWidth={1.5} />
          </button>
        </div>
      ))}
      <form
        className="variable"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <input
          className="field"
          aria-label="Name of a new variable"
          placeholder="NAME"
          spellCheck={false}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <input
          className="field"
          aria-label="Value of the new variable"
          placeholder="value"
          spellCheck={false}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <button type="submit" className="text-button" disabled={name === ''}>
          Add
        </button>
      </form>
      {(wrong ?? error) !== null && (
        <Remark tone="bad">{wrong === null ? error : `${name} ${wrong}.`}</Remark>
      )}
    </div>
  );
}

interface VariableValueProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function VariableValue({ name, value, onChange }: VariableValueProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft !== value) onChange(draft);
    setDraft(null);
  };
  return (
    <input
      className="field"
      aria-label={`Value of ${name}`}
      spellCheck={false}
      value={draft ?? value}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        else if (event.key === 'Escape' && draft !== null) {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}
