// Every action with its keys: record another one, take one away, go back to what it was. What a key would cost (another
// action's key, or one that programs in panes need) is said before it is taken.
import { Plus, RotateCcw, X } from 'lucide-react';
import { useState } from 'react';
import { keysOf } from '../../shared/action-keys.ts';
import { type ActionDefinition, type ActionId, actionDefinitions } from '../../shared/actions.ts';
import { parseKey } from '../../shared/key-binding.ts';
import { keyCaps } from '../actions/keys.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { KeyCaps } from '../overlays/key-caps.tsx';
import { KeyRecorder } from './key-recorder.tsx';
import { changesForKey, changesWithoutKey, holdersOf, type KeyContext, titlesOf } from './rebind.ts';
import { Remark } from './setting-row.tsx';
import { findActions } from './settings-pages.ts';
import { useChange } from './use-change.ts';
import './keyboard-page.css';

/** The key that is being recorded: of which action, and instead of which of its keys. */
interface Recording {
  readonly action: ActionId;
  readonly instead: string | null;
}

export function KeyboardPage({ query }: { readonly query: string }) {
  const { bridge } = useApp();
  const own = useAppState(({ config }) => config.keys);
  const [recording, setRecording] = useState<Recording | null>(null);
  const context: KeyContext = { platform: bridge.platform === 'darwin' ? 'mac' : 'linux', own };
  const found = query === '' ? actionDefinitions : findActions(query);
  const groups = [...new Set(found.map(({ group }) => group))];
  return (
    <>
      {query === '' && (
        <p className="settings-lead">
          Keys that nothing is bound to belong to the program in the pane. What is changed here stands under{' '}
          <code>[keys]</code> in config.toml.
        </p>
      )}
      {groups.map((group) => (
        <section key={group} className="settings-group">
          <h3>{group}</h3>
          {found
            .filter((action) => action.group === group)
            .map((action) => (
              <ActionRow
                key={action.id}
                action={action}
                context={context}
                recording={recording?.action === action.id ? recording : null}
                onRecord={(instead) => setRecording({ action: action.id as ActionId, instead })}
                onDone={() => setRecording(null)}
              />
            ))}
        </section>
      ))}
    </>
  );
}

interface ActionRowProps {
  readonly action: ActionDefinition;
  readonly context: KeyContext;
  readonly recording: Recording | null;
  readonly onRecord: (instead: string | null) => void;
  readonly onDone: () => void;
}

function ActionRow({ action, context, recording, onRecord, onDone }: ActionRowProps) {
  const id = action.id as ActionId;
  const problem = useAppState(
    ({ settings }) => settings.problems.find(({ key }) => key === `keys.${id}`) ?? null,
  );
  const { error, change } = useChange();
  const keys = keysOf(id, context.platform, context.own);
  const isOwn = context.own[id] !== undefined;
  const shared = keys.filter((key) => holdersOf(parseKey(key), id, context).length > 0);
  return (
    <div className="setting-row" data-key={`keys.${id}`}>
      <div className="setting-words">
        <div className="setting-title">
          {action.title} <code className="setting-key">{id}</code>
        </div>
        {shared.map((key) => (
          <Remark key={key} tone="warn">
            {`${key} is also the key of ${titlesOf(holdersOf(parseKey(key), id, context))}.`}
          </Remark>
        ))}
        {problem !== null && <Remark tone="warn">{problem.message}</Remark>}
        {error !== null && <Remark tone="bad">{error}</Remark>}
      </div>
      <div className="setting-control">
        {recording !== null ? (
          <KeyRecorder
            action={id}
            context={context}
            onCancel={onDone}
            onKey={(key) => {
              onDone();
              void change(changesForKey(id, key, context, recording.instead));
            }}
          />
        ) : (
          <div className="key-list">
            {keys.map((key) => (
              <span key={key} className="key-chip">
                <button
                  type="button"
                  title={`Press another key instead of ${key}`}
                  onClick={() => onRecord(key)}
                >
                  <KeyCaps caps={keyCaps(key, context.platform)} />
                </button>
                <button
                  type="button"
                  className="key-remove"
                  aria-label={`Take ${key} away from ${action.title}`}
                  title="Take this key away"
                  onClick={() => void change(changesWithoutKey(id, key, context))}
                >
                  <X size={12} strokeWidth={1.5} />
                </button>
              </span>
            ))}
            <button
              type="button"
              className="icon-button"
              aria-label={`Add a key for ${action.title}`}
              title="Add a key"
              onClick={() => onRecord(null)}
            >
              <Plus size={14} strokeWidth={1.5} />
            </button>
          </div>
        )}
      </div>
      <button
        type="button"
        className="icon-button setting-reset"
        aria-label={`Reset the keys of ${action.title}`}
        title={`Reset to default: ${keysOf(id, context.platform, {}).join(', ') || 'none'}`}
        aria-disabled={!isOwn}
        data-idle={!isOwn || undefined}
        onClick={() => isOwn && void change([{ kind: 'unset', path: ['keys', id] }])}
      >
        <RotateCcw size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}
