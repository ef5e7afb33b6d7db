// The settings, laid over the panes: pages on the left, what they hold on the right, one search over all of it. The panes
// below stay as they are, so that closing it shows them at once.
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useApp, useAppState } from '../app/app-context.ts';
import { changeSettingsView, closeSettings } from '../app/ui-state.ts';
import type { SettingsView } from '../store/app-state.ts';
import { focusedPane } from '../store/selectors.ts';
import { FileProblems, OpenFileButton } from './config-file.tsx';
import { KeyboardPage } from './keyboard-page.tsx';
import { ProfilesPage } from './profiles-page.tsx';
import { SettingRowView } from './setting-row.tsx';
import {
  findActions,
  findRows,
  type SettingGroup,
  type SettingsPageDefinition,
  settingsPages,
} from './settings-pages.ts';
import { ThemePreview } from './theme-preview.tsx';
import { VariablesTable } from './variables.tsx';
import './settings-page.css';

export function SettingsPage({ view }: { readonly view: SettingsView }) {
  const { deck, store } = useApp();
  const page = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const close = () => store.update(closeSettings);

  useEffect(() => {
    search.current?.focus();
    // Given back to the terminal that the page lay over.
    return () => {
      const pane = focusedPane(store.get());
      if (pane !== null) deck.get(pane.id)?.focus();
    };
  }, [deck, store]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page begins at its top
  useEffect(() => content.current?.scrollTo({ top: 0 }), [view.page, view.query]);

  const handleKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || view.isRecording) return;
    event.preventDefault();
    if (view.query === '') close();
    else store.update(changeSettingsView({ query: '' }));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape leaves it, wherever in it the keyboard is
    <div ref={page} className="settings" data-testid="settings" onKeyDown={handleKey}>
      <header className="settings-head">
        <label className="settings-search">
          <Search size={14} strokeWidth={1.5} aria-hidden="true" />
          <input
            ref={search}
            aria-label="Search the settings"
            placeholder="Search the settings"
            spellCheck={false}
            value={view.query}
            onChange={(event) => store.update(changeSettingsView({ query: event.target.value }))}
          />
        </label>
        <span className="settings-head-room" />
        <OpenFileButton />
        <button
          type="button"
          className="icon-button"
          aria-label="Close settings"
          title="Close settings (Esc)"
          onClick={close}
        >
          <X size={15} strokeWidth={1.5} />
        </button>
      </header>
      <FileProblems />
      <div className="settings-body">
        <nav className="settings-pages" aria-label="Settings">
          {settingsPages.map(({ id, title }) => (
            <button
              key={id}
              type="button"
              aria-current={view.query === '' && view.page === id ? 'page' : undefined}
              onClick={() => store.update(changeSettingsView({ page: id, query: '' }))}
            >
              {title}
            </button>
          ))}
        </nav>
        <div ref={content} className="settings-content">
          <div className="settings-column">
            {view.query === '' ? <OnePage id={view.page} /> : <Found query={view.query} />}
          </div>
        </div>
      </div>
    </div>
  );
}

function OnePage({ id }: { readonly id: string }) {
  const page = settingsPages.find((one) => one.id === id) ?? settingsPages[0];
  if (page === undefined) return null;
  return (
    <>
      <h2>{page.title}</h2>
      <Special page={page} />
      <Groups groups={page.groups} besides={page.title} />
      {page.id === 'shell' && <Environment />}
    </>
  );
}

/** What no table of settings says. */
function Special({ page }: { readonly page: SettingsPageDefinition }) {
  switch (page.id) {
    case 'appearance':
      return <ThemePreview />;
    case 'keyboard':
      return <KeyboardPage query="" />;
    case 'profiles':
      return <ProfilesPage />;
    default:
      return null;
  }
}

interface GroupsProps {
  readonly groups: readonly SettingGroup[];
  /** A title that stands above already. */
  readonly besides: string;
}

function Groups({ groups, besides }: GroupsProps) {
  const isOne = groups.length < 2;
  return groups.map(({ title, rows }) => (
    <section key={title} className="settings-group">
      {!isOne && title !== besides && <h3>{title}</h3>}
      {rows.map((row) => (
        <SettingRowView key={row.key} row={row} />
      ))}
    </section>
  ));
}

function Environment() {
  const variables = useAppState(({ config }) => config.env);
  return (
    <section className="settings-group">
      <h3>Variables</h3>
      <p className="settings-lead">For every new pane, beside those that Everpane was started with.</p>
      <VariablesTable path={['env']} variables={variables} />
    </section>
  );
}

function Found({ query }: { readonly query: string }) {
  const pages = findRows(query);
  const hasActions = findActions(query).length > 0;
  if (pages.length === 0 && !hasActions)
    return <p className="settings-lead">No setting and no action is called that.</p>;
  return (
    <>
      {pages.map((page) => (
        <div key={page.id}>
          <h2>{page.title}</h2>
          <Groups groups={page.groups} besides={page.title} />
        </div>
      ))}
      {hasActions && (
        <>
          <h2>Keyboard</h2>
          <KeyboardPage query={query} />
        </>
      )}
    </>
  );
}
