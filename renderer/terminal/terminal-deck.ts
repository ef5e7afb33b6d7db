// All terminals of this window. A shown pane has one, attached. A hidden pane is detached, so that the host knows nobody
// looks and its output costs this process nothing; the terminals hidden last are kept with their screens. Showing one of
// those paints at once what was there; if nothing was printed meanwhile that is already right (StreamWriter), else the
// new screen replaces it in one frame. Older ones are disposed of, so that memory follows what is on screen.
import type { FoundPath } from '../../shared/commands.ts';
import type { PaneId } from '../../shared/ids.ts';
import type { Appearance } from './appearance.ts';
import type { PathPlace } from './links/path-links.ts';
import { PaneTerminal, type PaneTerminalOptions } from './pane-terminal.ts';

/** 13-27 MB each with a full scrollback. */
const KEPT_HIDDEN = 6;

export interface TerminalDeckOptions
  extends Pick<
    PaneTerminalOptions,
    'client' | 'webgl' | 'pictures' | 'openLink' | 'isMac' | 'pathOfFile' | 'pastesOnMiddleClick'
  > {
  readonly appearanceOf: (pane: PaneId) => Appearance;
  readonly onInput: (pane: PaneId, data: string | Uint8Array) => void;
  readonly isLive: (pane: PaneId) => boolean;
  readonly onBell: (pane: PaneId) => void;
  readonly onFocus: (pane: PaneId) => void;
  readonly onPaste: (pane: PaneId, text: string) => void;
  readonly findPaths: (pane: PaneId, texts: readonly string[]) => Promise<readonly (FoundPath | null)[]>;
  readonly openPath: (pane: PaneId, place: PathPlace) => void;
  readonly onSelection: (text: string) => void;
  readonly onPainted: (pane: PaneId) => void;
}

export class TerminalDeck {
  readonly #options: TerminalDeckOptions;
  #appearanceOf: (pane: PaneId) => Appearance;
  /** In the order of last use, the most recent last. */
  readonly #terminals = new Map<PaneId, PaneTerminal>();

  constructor(options: TerminalDeckOptions) {
    this.#options = options;
    this.#appearanceOf = options.appearanceOf;
  }

  get(pane: PaneId): PaneTerminal | undefined {
    return this.#terminals.get(pane);
  }

  /** Shows a pane in `container`. Returns the way to hide it. */
  show(pane: PaneId, container: HTMLElement): () => void {
    const terminal = this.#terminals.get(pane) ?? this.#create(pane);
    this.#use(terminal);
    terminal.show(container);
    return () => {
      // Another container may have taken it over in between.
      if (!container.contains(terminal.element)) return;
      terminal.hide();
      this.#use(terminal);
      this.#disposeOldest();
    };
  }

  setAppearance(appearanceOf: (pane: PaneId) => Appearance): void {
    this.#appearanceOf = appearanceOf;
    for (const [pane, terminal] of this.#terminals) terminal.setAppearance(appearanceOf(pane));
  }

  /** After a new connection: everything shown attaches again. */
  reattach(): void {
    for (const terminal of this.#terminals.values()) terminal.attach();
  }

  /** Disposes of the terminals of panes that are gone. */
  retain(exists: (pane: PaneId) => boolean): void {
    for (const [pane, terminal] of this.#terminals) {
      if (exists(pane)) continue;
      terminal.dispose();
      this.#terminals.delete(pane);
    }
  }

  #create(pane: PaneId): PaneTerminal {
    const { isLive, onInput, onPaste, findPaths, openPath, onBell, onFocus, onPainted, ...shared } =
      this.#options;
    return new PaneTerminal({
      ...shared,
      pane,
      appearance: this.#appearanceOf(pane),
      isLive: () => isLive(pane),
      onInput: (data) => onInput(pane, data),
      onPaste: (text) => onPaste(pane, text),
      findPaths: (texts) => findPaths(pane, texts),
      openPath: (place) => openPath(pane, place),
      onBell: () => onBell(pane),
      onFocus: () => onFocus(pane),
      onPainted: () => onPainted(pane),
    });
  }

  #use(terminal: PaneTerminal): void {
    this.#terminals.delete(terminal.pane);
    this.#terminals.set(terminal.pane, terminal);
  }

  #disposeOldest(): void {
    const hidden = [...this.#terminals.values()].filter((terminal) => !terminal.isShown);
    for (const terminal of hidden.slice(0, Math.max(0, hidden.length - KEPT_HIDDEN))) {
      terminal.dispose();
      this.#terminals.delete(terminal.pane);
    }
  }
}
