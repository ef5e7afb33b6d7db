// Finding text in a pane's screen and scrollback.
import { CaseSensitive, ChevronDown, ChevronUp, Regex, WholeWord, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { PaneId } from '../../shared/ids.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { closeFind, setQuery } from '../app/ui-state.ts';
import type { FindQuery } from '../store/app-state.ts';
import { asSearch, isValidQuery, resultWords, type SearchResults } from './find-words.ts';
import './find-bar.css';

const toggles = [
  { key: 'caseSensitive', label: 'Match case', icon: <CaseSensitive size={16} strokeWidth={1.5} /> },
  { key: 'wholeWord', label: 'Whole words', icon: <WholeWord size={16} strokeWidth={1.5} /> },
  { key: 'regex', label: 'Regular expression', icon: <Regex size={14} strokeWidth={1.5} /> },
] as const satisfies readonly { key: keyof FindQuery; label: string; icon: ReactNode }[];

const nothing: SearchResults = { index: -1, count: 0 };

export interface FindBarProps {
  readonly pane: PaneId;
  /** Counts how often it was asked for. */
  readonly asked: number;
}

export function FindBar({ pane, asked }: FindBarProps) {
  const { deck, store } = useApp();
  const field = useRef<HTMLInputElement>(null);
  const query = useAppState(({ ui }) => ui.query);
  const [results, setResults] = useState(nothing);
  const isValid = isValidQuery(query);

  const find = (direction: 'next' | 'previous', asked: FindQuery, incremental: boolean) => {
    const terminal = deck.get(pane);
    if (asked.text === '' || !isValidQuery(asked)) {
      terminal?.clearSearch();
      setResults(nothing);
      return;
    }
    const { text, ...how } = asSearch(asked);
    terminal?.find(text, { ...how, incremental }, direction);
  };
  const change = (next: FindQuery) => {
    store.update(setQuery(next));
    // The addon does not look again for the same text when only the way of looking changed.
    if (next.text === query.text) deck.get(pane)?.clearSearch();
    find('previous', next, true);
  };

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for again, it takes the focus again
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [asked]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the query as it is when the bar appears
  useEffect(() => {
    const terminal = deck.get(pane);
    const listening = terminal?.search.onDidChangeResults(({ resultIndex, resultCount }) =>
      setResults({ index: resultIndex, count: resultCount }),
    );
    const selected = terminal?.selection() ?? '';
    if (selected !== '' && !selected.includes('\n')) change({ ...query, text: selected });
    else find('previous', query, true);
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
    else if (event.key === 'Enter') find(event.shiftKey ? 'previous' : 'next', query, false);
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
        value={query.text}
        aria-invalid={!isValid}
        onChange={(event) => change({ ...query, text: event.target.value })}
      />
      <span className="find-count" role="status">
        {resultWords(query.text, isValid, results)}
      </span>
      {toggles.map(({ key, label, icon }) => (
        <button
          key={key}
          type="button"
          className="icon-button"
          aria-label={label}
          aria-pressed={query[key]}
          title={label}
          onClick={() => {
            change({ ...query, [key]: !query[key] });
            field.current?.focus();
          }}
        >
          {icon}
        </button>
      ))}
      <span className="find-separator" />
      <FindButton label="Previous match (Shift+Enter)" onClick={() => find('previous', query, false)}>
        <ChevronUp size={15} strokeWidth={1.5} />
      </FindButton>
      <FindButton label="Next match (Enter)" onClick={() => find('next', query, false)}>
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
