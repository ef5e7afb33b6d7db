// Three keys for somebody who is new here. Each goes when it has been used, all of them on the cross, and none comes back.
import { X } from 'lucide-react';
import { useMemo } from 'react';
import { useApp, useAppState } from '../app/app-context.ts';
import { KeyCaps } from '../overlays/key-caps.tsx';
import { hintsLeft, keyHints } from './key-hints.ts';
import './key-hint-bar.css';

export function KeyHintBar() {
  const { commander, keyMap } = useApp();
  const workspace = useAppState((state) => state.workspace);
  const isConnected = useAppState(({ connection }) => connection !== 'connecting');
  const left = useMemo(() => hintsLeft(workspace), [workspace]);
  if (!isConnected || left.length === 0) return null;
  return (
    <aside className="key-hints" data-testid="key-hints" aria-label="Keys to begin with">
      {left.map(({ action, words }) => (
        <span key={action} className="key-hint">
          <KeyCaps caps={keyMap.capsOf(action)} />
          {words}
        </span>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label="Do not show these keys again"
        title="Do not show these keys again"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => void commander.run('keys.learn', { actions: keyHints.map(({ action }) => action) })}
      >
        <X size={13} strokeWidth={1.5} />
      </button>
    </aside>
  );
}
