// The cross of a tab or a session: for the pointer alone, the keyboard has Delete.
import { X } from 'lucide-react';

export function CloseMark({ title, onClose }: { readonly title: string; readonly onClose: () => void }) {
  return (
    <span
      className="close-mark"
      aria-hidden="true"
      title={title}
      onPointerDown={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        onClose();
      }}
    >
      <X size={14} strokeWidth={1.5} />
    </span>
  );
}
