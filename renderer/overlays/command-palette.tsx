// Every action with its key, and every tab to go to, by a few letters of its name.
import { Command } from 'cmdk';
import { type ActionId, actionDefinitions } from '../../shared/actions.ts';
import type { SessionId, WindowId } from '../../shared/ids.ts';
import { KeyCaps } from './key-caps.tsx';
import './command-palette.css';

export interface PalettePlace {
  readonly id: WindowId | SessionId;
  readonly title: string;
  /** Where it is: the session of a tab. */
  readonly detail: string;
}

export interface CommandPaletteProps {
  readonly places: readonly PalettePlace[];
  readonly capsOf: (action: ActionId) => readonly string[];
  readonly onAction: (action: ActionId) => void;
  readonly onPlace: (id: PalettePlace['id']) => void;
  readonly onClose: () => void;
}

// It is open already.
const actions = actionDefinitions.filter(({ id }) => id !== 'view.palette');

export function CommandPalette({ places, capsOf, onAction, onPlace, onClose }: CommandPaletteProps) {
  return (
    <div className="overlay" onPointerDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className="command-palette"
        data-testid="command-palette"
        role="dialog"
        aria-modal="true"
        aria-label="Command palette"
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
        // Its field is the only thing in it that takes the focus; going to another window and back is no reason to close.
        onBlur={(event) => {
          const isElsewhere = document.hasFocus() && !event.currentTarget.contains(event.relatedTarget);
          if (isElsewhere) onClose();
        }}
      >
        <Command label="Command palette" loop>
          <Command.Input autoFocus placeholder="Type what you want to do" />
          <Command.List>
            <Command.Empty>Nothing is called that.</Command.Empty>
            <Command.Group heading="Actions">
              {actions.map(({ id, title }) => (
                <Command.Item key={id} value={title} onSelect={() => onAction(id)}>
                  <span className="palette-words">{title}</span>
                  <KeyCaps caps={capsOf(id)} />
                </Command.Item>
              ))}
            </Command.Group>
            <Command.Group heading="Go to">
              {places.map(({ id, title, detail }) => (
                <Command.Item
                  key={id}
                  value={`${title} ${id}`}
                  keywords={[detail]}
                  onSelect={() => onPlace(id)}
                >
                  <span className="palette-words">{title}</span>
                  <span className="palette-detail">{detail}</span>
                </Command.Item>
              ))}
            </Command.Group>
          </Command.List>
        </Command>
      </div>
    </div>
  );
}
