// A box that asks for an answer before anything else goes on. The browser's own modal dialog: it keeps the focus inside, and
// gives it back when it goes.
import { type ReactNode, useEffect, useRef } from 'react';
import './modal-dialog.css';

export interface ModalDialogProps {
  readonly title: string;
  readonly className?: string;
  readonly testId?: string;
  /** Id of the element that says what is asked. */
  readonly describedBy?: string;
  /** Escape. */
  readonly onCancel: () => void;
  readonly children: ReactNode;
}

/** The element in it with `data-first` gets the focus. */
export function ModalDialog(props: ModalDialogProps) {
  const { title, className = '', testId, describedBy, onCancel, children } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`modal-dialog ${className}`}
      data-testid={testId}
      aria-label={title}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault();
        onCancel();
      }}
    >
      <h2>{title}</h2>
      {children}
    </dialog>
  );
}
