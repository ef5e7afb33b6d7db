// The control of a setting, by its type. Draws a value and says what a person wants instead; what does not fit is said here
// and goes no further.
import { Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { ConfigValue } from '../../shared/config-path.ts';
import { assertNever } from '../../shared/exhaustive.ts';
import { useAppState } from '../app/app-context.ts';
import type { ControlProps } from './control-props.ts';
import { ThemeControl } from './theme-control.tsx';

/** More choices than these are a list that unfolds. */
const MOST_SEGMENTS = 4;

export function SettingControl(props: ControlProps) {
  const { setting } = props;
  switch (setting.type) {
    case 'boolean':
      return <Switch {...props} />;
    case 'integer':
    case 'number':
      return <NumberField {...props} step={setting.type === 'integer' ? 1 : 0.05} />;
    case 'string':
      return props.settingKey === 'shell.default_profile' ? (
        <ProfileSelect {...props} />
      ) : (
        <TextField {...props} toText={String} toValue={(text) => text} />
      );
    case 'strings':
      return (
        <TextField
          {...props}
          isLong
          toText={(value) => (typeof value === 'object' ? value.join('\n') : '')}
          toValue={(text) => text.split('\n').filter((line) => line.trim() !== '')}
        />
      );
    case 'choice':
      return setting.values.length > MOST_SEGMENTS ? (
        <Select {...props} values={setting.values} />
      ) : (
        <Segments {...props} values={setting.values} />
      );
    case 'theme':
      return <ThemeControl {...props} others={setting.others} />;
    default:
      return assertNever(setting);
  }
}

function Switch({ value, labelledBy, describedBy, onChange }: ControlProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={value === true}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onClick={() => onChange(value !== true)}
    >
      <span className="switch-knob" />
    </button>
  );
}

type ChoiceProps = ControlProps & {
  readonly values: readonly string[];
  readonly say?: (choice: string) => string;
};

function Segments({ value, values, labelledBy, onChange }: ChoiceProps) {
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    const next = values[values.indexOf(String(value)) + step];
    if (step === 0 || next === undefined) return;
    event.preventDefault();
    onChange(next);
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    buttons[values.indexOf(next)]?.focus();
  };
  return (
    <div className="segments" role="radiogroup" aria-labelledby={labelledBy} onKeyDown={handleKey}>
      {values.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: a row of segments, which a native radio cannot be drawn as
        <button
          key={choice}
          type="button"
          role="radio"
          aria-checked={choice === value}
          tabIndex={choice === value ? 0 : -1}
          onClick={() => onChange(choice)}
        >
          {inWords(choice)}
        </button>
      ))}
    </div>
  );
}

function Select({ value, values, say = inWords, labelledBy, onChange }: ChoiceProps) {
  return (
    <select
      className="field"
      aria-labelledby={labelledBy}
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
    >
      {values.map((choice) => (
        <option key={choice} value={choice}>
          {say(choice)}
        </option>
      ))}
    </select>
  );
}

function ProfileSelect(props: ControlProps) {
  const profiles = useAppState(({ config }) => config.profiles);
  const names = new Set(['', ...Object.keys(profiles), String(props.value)]);
  return <Select {...props} values={[...names]} say={(name) => (name === '' ? 'None' : name)} />;
}

const inWords = (choice: string): string => choice.replaceAll('-', ' ');

/** What stands in a field until it is taken over: by Enter, or by leaving it. Escape takes it back. */
function useDraft(shown: string, take: (text: string) => string | null) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  useEffect(() => setDraft((before) => (before === shown ? null : before)), [shown]);
  const commit = (text: string) => {
    if (text === shown) {
      setDraft(null);
      setWrong(null);
      return;
    }
    const reason = take(text);
    setWrong(reason);
    // What does not fit stays, to be mended.
    setDraft(reason === null ? null : text);
  };
  const revert = () => {
    setDraft(null);
    setWrong(null);
  };
  return { text: draft ?? shown, isDraft: draft !== null, wrong, setDraft, commit, revert };
}

function NumberField(props: ControlProps & { readonly step: number }) {
  const { value, step, check, labelledBy, describedBy, setting, onChange } = props;
  const take = (text: string): string | null => {
    const wanted = text.trim() === '' ? Number.NaN : Number(text);
    const reason = check(wanted);
    if (reason === null) onChange(wanted);
    return reason;
  };
  const draft = useDraft(String(value), take);
  const { min, max } = setting.type === 'integer' || setting.type === 'number' ? setting : { min: 0, max: 0 };
  const nudge = (by: number) => {
    const from = Number(draft.text);
    if (!Number.isFinite(from)) return;
    const wanted = Math.min(max, Math.max(min, Math.round((from + by) * 100) / 100));
    draft.commit(String(wanted));
  };
  return (
    <div className="setting-field">
      <div className="stepper">
        <button
          type="button"
          aria-label="Less"
          tabIndex={-1}
          disabled={Number(draft.text) <= min}
          onClick={() => nudge(-step)}
        >
          <Minus size={13} strokeWidth={1.5} />
        </button>
        <input
          inputMode="decimal"
          aria-labelledby={labelledBy}
          aria-describedby={describedBy}
          aria-invalid={draft.wrong !== null}
          spellCheck={false}
          value={draft.text}
          onChange={(event) => draft.setDraft(event.target.value)}
          onBlur={() => draft.commit(draft.text)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowUp') nudge(step);
            else if (event.key === 'ArrowDown') nudge(-step);
            else if (event.key === 'Enter') draft.commit(draft.text);
            else if (event.key === 'Escape' && draft.isDraft) draft.revert();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <button
          type="button"
          aria-label="More"
          tabIndex={-1}
          disabled={Number(draft.text) >= max}
          onClick={() => nudge(step)}
        >
          <Plus size={13} strokeWidth={1.5} />
        </button>
      </div>
      <Wrong reason={draft.wrong} />
    </div>
  );
}

interface TextFieldProps extends ControlProps {
  readonly isLong?: boolean;
  readonly toText: (value: ConfigValue) => string;
  readonly toValue: (text: string) => ConfigValue;
}

function TextField(props: TextFieldProps) {
  const { value, isLong = false, toText, toValue, check, labelledBy, describedBy, onChange } = props;
  const draft = useDraft(toText(value), (text) => {
    const wanted = toValue(text);
    const reason = check(wanted);
    if (reason === null) onChange(wanted);
    return reason;
  });
  const common = {
    className: 'field',
    'aria-labelledby': labelledBy,
    'aria-describedby': describedBy,
    'aria-invalid': draft.wrong !== null,
    spellCheck: false,
    value: draft.text,
    onBlur: () => draft.commit(draft.text),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === 'Enter' && !(isLong && !event.ctrlKey)) draft.commit(draft.text);
      else if (event.key === 'Escape' && draft.isDraft) draft.revert();
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return (
    <div className="setting-field">
      {isLong ? (
        <textarea
          {...common}
          rows={Math.min(6, Math.max(2, draft.text.split('\n').length))}
          placeholder="One in a line"
          onChange={(event) => draft.setDraft(event.target.value)}
        />
      ) : (
        <input {...common} onChange={(event) => draft.setDraft(event.target.value)} />
      )}
      <Wrong reason={draft.wrong} />
    </div>
  );
}

function Wrong({ reason }: { readonly reason: string | null }) {
  return reason === null ? null : (
    <div className="setting-remark" data-tone="bad" role="alert">
      {`It ${reason}.`}
    </div>
  );
}
