// Controls that are typed into. What is typed is taken over by Enter or by leaving the field; what does not fit is said here and
// goes no further.
import { Minus, Plus } from 'lucide-react';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { ConfigValue } from '../../shared/config-path.ts';
import type { ControlProps } from './control-props.ts';

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

export function NumberField(props: ControlProps & { readonly step: number }) {
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

export function TextField(props: TextFieldProps) {
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
