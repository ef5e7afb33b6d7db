// The question before something that runs is closed. The browser's own modal dialog: it keeps the focus inside and gives
// it back.
import { useEffect, useRef } from 'react';
import './confirm-dialog.css';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly message: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function ConfirmDialog({ title, message, confirm, onConfirm, onCancel }: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const main = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    main.current?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className="confirm-dialog"
      aria-labelledby="confirm-title"
      aria-describedby="confirm-message"
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id="confirm-title">{title}</h2>
      <p id="confirm-message">{message}</p>
      <div className="confirm-buttons">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button ref={main} type="button" className="button" data-tone="bad" onClick={onConfirm}>
          {confirm}
        </button>
      </div>
    </dialog>
  );
}
