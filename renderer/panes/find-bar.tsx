// Finding text in a pane's screen and scrollback.
import type { ISearchOptions } from '@xterm/addon-search';
import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { PaneId } from '../../shared/ids.ts';
import { useApp } from '../app/app-context.ts';
import { closeFind } from '../app/ui-state.ts';
import { isValidPattern, resultWords, type SearchResults } from './find-words.ts';
import './find-bar.css';

const toggles = [
  { key: 'caseSensitive', label: 'Match case', icon: <CaseSensitive size={16} strokeWidth={1.5} /> },
  { key: 'wholeWord', label: 'Whole words', icon: <WholeWord size={16} strokeWidth={1.5} /> },
  { key: 'regex', label: 'Regular expression', icon: <Regex size={14} strokeWidth={1.5} /> },
] as const satisfies readonly { key: keyof ISearchOptions; label: string; icon: ReactNode }[];

type Toggle = (typeof toggles)[number]['key'];

export interface FindBarProps {
  readonly pane: PaneId;
  /** Counts how often it was asked for. */
  readonly asked: number;
}

export function FindBar({ pane, asked }: FindBarProps) {
  const { deck, store } = useApp();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [on, setOn] = useState<Record<Toggle, boolean>>({
    caseSensitive: false,
    wholeWord: false,
    regex: false,
  });
  const [results, setResults] = useState<SearchResults>({ index: -1, count: 0 });
  const isValid = !on.regex || isValidPattern(text);

  const find = (direction: 'next' | 'previous', incremental: boolean, term = text, how = on) => {
    const terminal = deck.get(pane);
    if (terminal === undefined) return;
    if (term === '' || (how.regex && !isValidPattern(term))) {
      terminal.clearSearch();
      setResults({ index: -1, count: 0 });
    } else terminal.find(term, { ...how, incremental }, direction);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the focus again
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  useEffect(() => {
    const terminal = deck.get(pane);
    const listening = terminal?.search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setResults({ index: resultIndex, count: resultCount }),
    );
    const selected = terminal?.selection() ?? '';
    if (selected !== '' && !selected.includes('\n')) setText(selected);
    return () => {
      listening?.dispose();
      terminal?.clearSearch();
    };
  }, [deck, pane]);

  const close = () => {
    store.update(closeFind);
    deck.get(pane)?.focus();
  };
  const handleKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next', false);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the engine has no search element yet
    <div className="find-bar" data-testid="find-bar" role="search" onKeyDown={handleKey}>
      <input
        ref={field}
        aria-label="Find"
        placeholder="Find"
        spellCheck={false}
        value={text}
        aria-invalid={!isValid}
        onChange={(event) => {
          setText(event.target.value);
          find('previous', true, event.target.value);
        }}
      />
      <span className="find-count" role="status">
        {resultWords(text, isValid, results)}
      </span>
      {toggles.map(({ key, label, icon }) => (
        <button
          key={key}
          type="button"
          className="icon-button"
          aria-label={label}
          aria-pressed={on[key]}
          title={label}
          onClick={() => {
            const how = { ...on, [key]: !on[key] };
            setOn(how);
            find('previous', true, text, how);
            field.current?.focus();
          }}
        >
          {icon}
        </button>
      ))}
      <span className="find-separator" />
      <FindButton label="Previous match (Shift+Enter)" onClick={() => find('previous', false)}>
        <ChevronUp size={15} strokeWidth={1.5} />
      </FindButton>
      <FindButton label="Next match (Enter)" onClick={() => find('next', false)}>
        <ChevronDown size={15} strokeWidth={1.5} />
      </FindButton>
      <FindButton label="Close (Esc)" onClick={close}>
        <X size={15} strokeWidth={1.5} />
      </FindButton>
    </div>
  );
}

interface FindButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function FindButton({ label, onClick, children }: FindButtonProps) {
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={onClick}>
      {children}
    </button>
  );
}
