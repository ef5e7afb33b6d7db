// Every action with its key, and every session, tab and pane to go to, by a few letters of what is known of it. The same
// box asks for the place that a pane or a tab is moved to.
import { Command } from 'cmdk';
import { Layers, PanelTop, SquareTerminal } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { type ActionId, actionDefinitions, actionTitle } from '../../shared/actions.ts';
import type { PalettePlace } from '../app/palette-places.ts';
import { CommandBox } from './command-box.tsx';
import { KeyCaps } from './key-caps.tsx';
import { rankChoices } from './rank-choices.ts';

export interface CommandPaletteProps {
  /** Of the field while it is empty. */
  readonly prompt: string;
  /** None: only places. */
  readonly actions: PaletteActions | null;
  readonly places: readonly PalettePlace[];
  /** A place that does not exist yet. */
  readonly extra: { readonly title: string; readonly onSelect: () => void } | null;
  readonly onPlace: (id: PalettePlace['id']) => void;
  readonly onClose: () => void;
}

export interface PaletteActions {
  /** The latest first. */
  readonly used: readonly ActionId[];
  readonly capsOf: (action: ActionId) => readonly string[];
  readonly isPossible: (action: ActionId) => boolean;
  readonly onAction: (action: ActionId) => void;
}

// It is open already, and its menu would be its own.
const offered = actionDefinitions.filter(({ id }) => id !== 'view.palette' && id !== 'view.menu');

const icons: Record<PalettePlace['kind'], ReactNode> = {
  session: <Layers size={14} strokeWidth={1.5} aria-label="session" />,
  tab: <PanelTop size={14} strokeWidth={1.5} aria-label="tab" />,
  pane: <SquareTerminal size={14} strokeWidth={1.5} aria-label="pane" />,
};

export function CommandPalette({ prompt, actions, places, extra, onPlace, onClose }: CommandPaletteProps) {
  const [search, setSearch] = useState('');
  const place = (place: PalettePlace) => (
    <PlaceRow key={place.id} {...place} onSelect={() => onPlace(place.id)} />
  );
  const action = (id: ActionId) => actions && <ActionRow key={id} id={id} {...actions} />;
  const used = actions?.used ?? [];
  return (
    <CommandBox label="Command palette" testId="command-palette" onClose={onClose}>
      <Command label="Command palette" loop shouldFilter={false}>
        <Command.Input
          className="command-line"
          autoFocus
          placeholder={prompt}
          value={search}
          onValueChange={setSearch}
        />
        <Command.List>
          <Command.Empty>Nothing is called that.</Command.Empty>
          {extra !== null && search === '' && (
            <Command.Item value={extra.title} onSelect={extra.onSelect}>
              <span className="palette-icon" />
              <span className="palette-words">{extra.title}</span>
            </Command.Item>
          )}
          {search !== '' ? (
            // The best first, whatever it is: headings would tear that apart.
            rankChoices([...(actions === null ? [] : offered), ...places], search).map((choice) =>
              'kind' in choice ? place(choice) : action(choice.id),
            )
          ) : (
            <>
              {used.length > 0 && <Command.Group heading="Used last">{used.map(action)}</Command.Group>}
              {actions !== null && (
                <Command.Group heading="Actions">
                  {offered.filter(({ id }) => !used.includes(id)).map(({ id }) => action(id))}
                </Command.Group>
              )}
              {places.length > 0 && (
                <Command.Group heading={actions === null ? 'Move to' : 'Go to'}>
                  {places.map(place)}
                </Command.Group>
              )}
            </>
          )}
        </Command.List>
      </Command>
    </CommandBox>
  );
}

function ActionRow({ id, capsOf, isPossible, onAction }: PaletteActions & { readonly id: ActionId }) {
  return (
    <Command.Item value={actionTitle(id)} disabled={!isPossible(id)} onSelect={() => onAction(id)}>
      <span className="palette-words">{actionTitle(id)}</span>
      <KeyCaps caps={capsOf(id)} />
    </Command.Item>
  );
}

function PlaceRow({ id, kind, title, detail, onSelect }: PalettePlace & { readonly onSelect: () => void }) {
  return (
    <Command.Item value={`${title} ${id}`} onSelect={onSelect}>
      <span className="palette-icon">{icons[kind]}</span>
      <span className="palette-words">{title}</span>
      <span className="palette-detail">{detail}</span>
    </Command.Item>
  );
}
