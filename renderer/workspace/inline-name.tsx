// A name being edited where it stands: Enter and leaving the field keep it, Escape does not. An unchanged name asks nothing
// of anybody.
import { type KeyboardEvent, useEffect, useRef } from 'react';
import './inline-name.css';

export interface InlineNameProps {
  readonly name: string;
  readonly label: string;
  /** Null: nothing changed. */
  readonly onDone: (name: string | null) => void;
}

/** What the host takes. */
const MAX_NAME = 256;

export function InlineName({ name, label, onDone }: InlineNameProps) {
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const finish = (value: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(value === null || value.trim() === name ? null : value.trim());
  };
  const handleKey = (event: KeyboardEvent<HTMLInputElement>) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') finish(event.currentTarget.value);
    if (event.key === 'Escape') finish(null);
  };
  return (
    <input
      ref={field}
      className="inline-name"
      aria-label={label}
      defaultValue={name}
      maxLength={MAX_NAME}
      spellCheck={false}
      onKeyDown={handleKey}
      onBlur={(event) => finish(event.currentTarget.value)}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
