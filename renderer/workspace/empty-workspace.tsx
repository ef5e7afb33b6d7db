// A window that shows no session.
import { KeyCaps } from '../overlays/key-caps.tsx';
import './empty-workspace.css';

export interface EmptyWorkspaceProps {
  readonly caps: readonly string[];
  readonly onCreate: () => void;
}

export function EmptyWorkspace({ caps, onCreate }: EmptyWorkspaceProps) {
  return (
    <div className="empty-workspace">
      <p>No session here.</p>
      <button type="button" className="button" onClick={onCreate}>
        New session <KeyCaps caps={caps} />
      </button>
    </div>
  );
}
