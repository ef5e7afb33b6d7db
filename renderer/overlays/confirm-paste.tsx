// The question before a paste that could do more than a person saw: what it is, what will happen.
import { examinePaste } from '../../shared/paste.ts';
import { pasteTitle, pasteWarning } from '../text/paste-question.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
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
  const content = examinePaste(text);
  return (
    <ConfirmDialog
      title={pasteTitle(content)}
      message={pasteWarning(content, bracketed)}
      confirm="Paste"
      tone="accent"
      className="confirm-paste"
      testId="confirm-paste"
      onConfirm={onConfirm}
      onCancel={onCancel}
    >
      <pre className="paste-preview">{visible(text.slice(0, PREVIEW_CHARS))}</pre>
    </ConfirmDialog>
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
