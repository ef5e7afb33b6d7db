// The question before a paste that could do more than a person saw: what it is, what will happen.
import { useEffect, useRef } from 'react';
import { examinePaste } from '../../shared/paste.ts';
import { pasteTitle, pasteWarning } from '../text/paste-question.ts';
import './confirm-dialog.css';
import './confirm-paste.css';

export interface ConfirmPasteProps {
  readonly text: string;
  /** The program takes a paste as one. */
  readonly bracketed: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Shown at most; the rest is counted in the title. */
const PREVIEW_CHARS = 2000;

export function ConfirmPaste({ text, bracketed, onConfirm, onCancel }: ConfirmPasteProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    main.current?.focus();
    return () => shown?.close();
  }, []);
  const content = examinePaste(text);
  return (
    <dialog
      ref={dialog}
      className="confirm-dialog confirm-paste"
      data-testid="confirm-paste"
      aria-labelledby="paste-title"
      aria-describedby="paste-warning"
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id="paste-title">{pasteTitle(content)}</h2>
      <p id="paste-warning">{pasteWarning(content, bracketed)}</p>
      <pre className="paste-preview">{visible(text.slice(0, PREVIEW_CHARS))}</pre>
      <div className="confirm-buttons">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button ref={main} type="button" className="button" data-tone="accent" onClick={onConfirm}>
          Paste
        </button>
      </div>
    </dialog>
  );
}

/** Control characters as the signs that stand for them. */
function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/[\0-\x08\x0b-\x1f]/g, (char) => String.fromCharCode(0x2400 + char.charCodeAt(0)))
    .replaceAll('\x7f', '\u2421')
    .replace(/[\x80-\x9f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}
