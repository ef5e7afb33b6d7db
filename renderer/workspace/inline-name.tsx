// A name being edited where it stands: Enter and leaving the field keep it, Escape does not. An unchanged name asks nothing
// of anybody. The field lies over its row and not in it: a tab and an option hold nothing that has the focus of its own.
import { type CSSProperties, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import './inline-name.css';

export interface InlineNameProps {
  readonly name: string;
  readonly label: string;
  /** Null: nothing changed. */
  readonly onDone: (name: string | null) => void;
}

interface Place {
  /** The landmark that the row is in. */
  readonly landmark: Element;
  /** Pixels of the page. */
  readonly style: CSSProperties;
}

/** What the host takes. */
const MAX_NAME = 256;

export function InlineName(props: InlineNameProps) {
  const room = useRef<HTMLSpanElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  useLayoutEffect(() => {
    const measure = () => setPlace(room.current && placeOver(room.current));
    measure();
    window.addEventListener('resize', measure);
    return () => window.removeEventListener('resize', measure);
  }, []);
  return (
    <span ref={room} className="inline-name-room">
      {place !== null && createPortal(<Field {...props} style={place.style} />, place.landmark)}
    </span>
  );
}

function placeOver(room: Element): Place | null {
  const landmark = room.closest('main, nav');
  if (landmark === null) return null;
  const { left, top, width, height } = room.getBoundingClientRect();
  return { landmark, style: { left, top, width, height } };
}

function Field({ name, label, onDone, style }: InlineNameProps & { readonly style: CSSProperties }) {
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
      style={style}
      aria-label={label}
      defaultValue={name}
      maxLength={MAX_NAME}
      spellCheck={false}
      onKeyDown={handleKey}
      onBlur={(event) => finish(event.currentTarget.value)}
      // What happens in the field is not the row's.
      onMouseDown={(event) => event.stopPropagation()}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  );
}
