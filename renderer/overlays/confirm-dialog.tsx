// A question with two answers, before something is done that cannot be undone by the same hand.
import { type ReactNode, useId } from 'react';
import { ModalDialog } from './modal-dialog.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  readonly message: string;
  readonly confirm: string;
  /** `bad`: something ends. */
  readonly tone?: 'bad' | 'accent';
  readonly testId?: string;
  readonly className?: string;
  /** What it is about, below the message. */
  readonly children?: ReactNode;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { message, confirm, tone = 'bad', children, onConfirm, onCancel, ...dialog } = props;
  const id = useId();
  return (
    <ModalDialog {...dialog} describedBy={id} onCancel={onCancel}>
      <p id={id}>{message}</p>
      {children}
      <div className="modal-buttons">
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="button" className="button" data-first data-tone={tone} onClick={onConfirm}>
          {confirm}
        </button>
      </div>
    </ModalDialog>
  );
}
