// A window that shows no session: what can be begun, and what can be had back.
import { KeyCaps } from '../overlays/key-caps.tsx';
import './empty-workspace.css';

export interface EmptyWorkspaceProps {
  readonly offers: readonly EmptyOffer[];
}

export interface EmptyOffer {
  readonly title: string;
  readonly caps: readonly string[];
  readonly onChoose: () => void;
}

export function EmptyWorkspace({ offers }: EmptyWorkspaceProps) {
  return (
    <div className="empty-workspace">
      <p>No session here.</p>
      {offers.map(({ title, caps, onChoose }) => (
        <button key={title} type="button" className="button" onClick={onChoose}>
          <span className="empty-words">{title}</span> <KeyCaps caps={caps} />
        </button>
      ))}
    </div>
  );
}
