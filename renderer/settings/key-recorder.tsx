// Waits for a key and says what it would cost. While it is there, no key is an action.
import { useEffect, useRef, useState } from 'react';
import type { ActionId } from '../../shared/actions.ts';
import { bindingOf, keyCaps } from '../actions/keys.ts';
import { useApp } from '../app/app-context.ts';
import { changeSettingsView } from '../app/ui-state.ts';
import { KeyCaps } from '../overlays/key-caps.tsx';
import { type KeyContext, type Proposal, propose, titlesOf } from './rebind.ts';

export interface KeyRecorderProps {
  readonly action: ActionId;
  readonly context: KeyContext;
  readonly onKey: (key: string) => void;
  readonly onCancel: () => void;
}

export function KeyRecorder({ action, context, onKey, onCancel }: KeyRecorderProps) {
  const { store } = useApp();
  const [proposal, setProposal] = useState<Proposal | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const isListening = proposal?.kind !== 'costs';
  const current = useRef({ context, onKey, onCancel });
  current.current = { context, onKey, onCancel };

  useEffect(() => {
    box.current?.focus();
    store.update(changeSettingsView({ isRecording: true }));
    return () => store.update(changeSettingsView({ isRecording: false }));
  }, [store]);

  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.isComposing) return;
      // Of a question the buttons take their own keys.
      if (!isListening && event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const { context: now, onKey: take, onCancel: cancel } = current.current;
      const isPlain = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (event.key === 'Escape' && isPlain) {
        cancel();
        return;
      }
      const binding = bindingOf(event);
      if (binding === null) return;
      const next = propose(action, binding, now);
      if (next.kind === 'free') take(next.key);
      else if (next.kind === 'there-already') cancel();
      else setProposal(next);
    };
    window.addEventListener('keydown', handleKey, { capture: true });
    return () => window.removeEventListener('keydown', handleKey, { capture: true });
  }, [action, isListening]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it is left when the focus leaves it
    <div
      ref={box}
      className="key-recorder"
      data-testid="key-recorder"
      tabIndex={-1}
      onBlur={(event) => {
        if (document.hasFocus() && !event.currentTarget.contains(event.relatedTarget)) onCancel();
      }}
    >
      {proposal?.kind === 'costs' ? (
        <>
          <div className="key-cost" role="alert">
            <KeyCaps caps={keyCaps(proposal.key, context.platform)} /> {costInWords(proposal)}
          </div>
          <div className="key-answers">
            <button type="button" className="button" onClick={onCancel}>
              Cancel
            </button>
            <button
              type="button"
              className="button"
              // biome-ignore lint/a11y/noAutofocus: the question takes the place of the key that was waited for
              autoFocus
              onClick={() => onKey(proposal.key)}
            >
              {proposal.from.length > 0 ? 'Take it' : 'Use it anyway'}
            </button>
          </div>
        </>
      ) : (
        <>
          <span className="key-waiting">Press a key…</span>
          <span className="setting-help">
            {proposal?.kind === 'impossible' ? `${proposal.reason}.` : 'Esc cancels'}
          </span>
        </>
      )}
    </div>
  );
}

function costInWords({ from, missed }: Extract<Proposal, { kind: 'costs' }>): string {
  const taken = from.length === 0 ? '' : `belongs to ${titlesOf(from)}. `;
  const lost = missed === null ? '' : `${missed}; programs in panes would not get it any more.`;
  return `${taken}${lost}`.trim();
}
