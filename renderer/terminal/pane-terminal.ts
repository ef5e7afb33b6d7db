// One pane's terminal, outside React: its emulator, its place in the page, its attachment to the living pane. Invariants:
// the emulator changes size only where the stream says so; nothing that it answers to a replayed screen leaves it.

import type { ISearchOptions } from '@xterm/addon-search';
import type { PaneId } from '../../shared/ids.ts';
import { encodePaste } from '../../shared/paste.ts';
import type { ViewState } from '../../shared/snapshot.ts';
import { markStart } from '../../shared/start-marks.ts';
import type { HostClient } from '../port/host-client.ts';
import { watchAnswers } from './answer-gate.ts';
import type { Appearance } from './appearance.ts';
import { BellMark } from './bell-mark.ts';
import { CommandGuide } from './commands/command-guide.ts';
import { CommandGutter } from './commands/command-gutter.ts';
import { sendControlKeys } from './control-keys.ts';
import { applyAppearance, createEmulator, type Emulator } from './emulator.ts';
import { drawOverview, holdScrolling } from './emulator-internals.ts';
import { PictureLayer } from './images/picture-layer.ts';
import type { PicturePool } from './images/picture-pool.ts';
import { helpInputMethods } from './input-method.ts';
import { LigatureJoiner } from './join-ligatures.ts';
import { keepTextLegible } from './legible-text.ts';
import { LinkHint } from './link-hint.ts';
import { type PathLinkListener, placeText, providePathLinks } from './links/path-links.ts';
import { PaneAttachment, type Size } from './pane-attachment.ts';
import { type DividerContent, showDivider } from './restored-divider.ts';
import { ScrollButton } from './scroll-button.ts';
import { keepScrollPlace } from './scroll-place.ts';
import { watchSearchSelections } from './search-selections.ts';
import { ShortScreen } from './short-screen.ts';
import { StreamWriter } from './stream-writer.ts';
import { styledLines, toAnsi, toHtml } from './styled-text.ts';
import { takePastes } from './take-pastes.ts';
import type { WebglPool } from './webgl-pool.ts';

export interface PaneTerminalOptions {
  readonly pane: PaneId;
  readonly client: HostClient;
  readonly webgl: WebglPool;
  readonly pictures: PicturePool;
  readonly appearance: Appearance;
  /** A person typed or pasted; `Uint8Array`: already encoded. */
  readonly onInput: (data: string | Uint8Array) => void;
  /** Whether a process runs in the pane. */
  readonly isLive: () => boolean;
  /** A person pasted or dropped this: to be weighed, and then typed with `paste`. */
  readonly onPaste: (text: string) => void;
  /** The path of a file that was dropped; empty for one that has none. */
  readonly pathOfFile: (file: File) => string;
  readonly pastesOnMiddleClick: () => boolean;
  /** Its program rang just now; what was saved does not. */
  readonly onBell: () => void;
  readonly onFocus: () => void;
  readonly onSelection: (text: string) => void;
  readonly openLink: (uri: string) => void;
  readonly findPaths: PathLinkListener['find'];
  readonly openPath: PathLinkListener['open'];
  readonly isMac: boolean;
  /** The attached screen was painted. */
  readonly onPainted: () => void;
}

/** Something that lies over the terminal while it is shown. */
interface Overlay {
  mount(container: HTMLElement): void;
  unmount(): void;
}

export class PaneTerminal {
  readonly pane: PaneId;
  readonly commands: CommandGuide;
  readonly #gutter: CommandGutter;
  readonly #hint: LinkHint;
  readonly #bell = new BellMark();
  readonly #overlays: readonly Overlay[];
  readonly #ligatures: LigatureJoiner;
  readonly #options: PaneTerminalOptions;
  readonly #emulator: Emulator;
  readonly #writer: StreamWriter;
  readonly #attachment: PaneAttachment;
  readonly #pictures: PictureLayer;
  readonly #gate: ReturnType<typeof watchAnswers>;
  readonly #host: HTMLElement;
  readonly #observer: ResizeObserver;
  #appearance: Appearance;
  /** Ends what holds the news of scrolling back while a saved screen is written. */
  #tellScrolling: () => void = () => undefined;
  #divider: { content: DividerContent; drawn: { dispose(): void } | null } | null = null;

  constructor(options: PaneTerminalOptions) {
    this.pane = options.pane;
    this.#options = options;
    this.#appearance = options.appearance;
    this.#hint = new LinkHint(options.isMac);
    this.#emulator = createEmulator(options.appearance, {
      open: options.openLink,
      enter: (uri) => this.#hint.show(uri),
      leave: () => this.#hint.hide(),
    });
    const { terminal } = this.#emulator;
    terminal.registerLinkProvider(
      providePathLinks(terminal, {
        find: options.findPaths,
        open: options.openPath,
        enter: (place) => this.#hint.showFile(placeText(place), place.kind),
        leave: () => this.#hint.hide(),
      }),
    );
    this.commands = new CommandGuide(terminal, options.isLive);
    this.#gutter = new CommandGutter(terminal, this.commands);
    this.#overlays = [
      this.#gutter,
      new ScrollButton(terminal),
      new ShortScreen(terminal),
      this.#hint,
      this.#bell,
    ];
    this.#ligatures = new LigatureJoiner(terminal);
    this.#writer = new StreamWriter(terminal, () => this.commands.handleClear());
    this.#gate = watchAnswers(terminal.parser);
    this.#pictures = new PictureLayer(terminal, this.#emulator.images, options.pictures);
    this.#attachment = new PaneAttachment({
      pane: options.pane,
      client: options.client,
      writer: this.#writer,
      measure: () => this.#measure(),
      events: {
        onReplay: (isReplay) => this.#handleReplay(isReplay),
        onViewWritten: (view, isNew) => this.#handleViewWritten(view, isNew),
      },
    });
    this.#host = document.createElement('div');
    this.#host.className = 'terminal-host';
    this.#observer = new ResizeObserver(() => this.#attachment.handleRoomChanged());
    terminal.onData((data) => this.#handleData(data));
    terminal.onBell(options.onBell);
    terminal.onBinary((data) => options.onInput(Uint8Array.from(data, (char) => char.charCodeAt(0))));
    // Its DOM renderer draws a selection that is gone again when the size changes.
    terminal.onResize(() => {
      if (!terminal.hasSelection()) terminal.clearSelection();
    });
    const isSearching = watchSearchSelections(this.search);
    terminal.onSelectionChange(() => {
      if (!isSearching()) options.onSelection(terminal.getSelection());
    });
    keepScrollPlace(terminal);
    sendControlKeys(terminal);
    this.#host.addEventListener('focusin', options.onFocus);
    takePastes(this.#host, options);
  }

  get search(): Emulator['search'] {
    return this.#emulator.search;
  }

  get element(): HTMLElement {
    return this.#host;
  }

  get isShown(): boolean {
    return this.#host.isConnected;
  }

  /** Puts the terminal into the page and attaches it. `container` is laid out already. */
  show(container: HTMLElement): void {
    const { terminal } = this.#emulator;
    container.append(this.#host);
    if (terminal.element === undefined) {
      terminal.open(this.#host);
      drawOverview(terminal, false);
      keepTextLegible(terminal);
      helpInputMethods(terminal, this.#host);
    }
    if (this.#appearance.gpu) this.#options.webgl.acquire(terminal);
    // A new context starts without the cursor of a screen that it finds.
    terminal.refresh(0, terminal.rows - 1);
    this.#ligatures.set(this.#appearance.ligatures);
    for (const overlay of this.#overlays) overlay.mount(container);
    this.#observer.observe(this.#host);
    this.attach();
  }

  /** Takes it out of the page; the emulator keeps its screen, so that showing it again starts from there. */
  hide(): void {
    this.#attachment.detach();
    this.#observer.disconnect();
    this.#options.webgl.release(this.#emulator.terminal);
    for (const overlay of this.#overlays) overlay.unmount();
    this.#host.remove();
  }

  /** Attaches if it is shown, measured and not attached. */
  attach(): void {
    this.#attachment.attach();
  }

  setAppearance(appearance: Appearance): void {
    this.#appearance = appearance;
    applyAppearance(this.#emulator.terminal, appearance);
    if (!this.isShown) return;
    this.#ligatures.set(appearance.ligatures);
    if (appearance.gpu) this.#options.webgl.acquire(this.#emulator.terminal);
    else this.#options.webgl.release(this.#emulator.terminal);
    this.#attachment.handleRoomChanged();
  }

  /** The divider of a restored pane, or null when it was dismissed. */
  setDivider(content: DividerContent | null): void {
    const { content: before = null } = this.#divider ?? {};
    const isSame =
      content?.label === before?.label &&
      ((content?.onRunAgain ?? null) === null) === ((before?.onRunAgain ?? null) === null);
    if (isSame) return;
    this.#divider?.drawn?.dispose();
    this.#divider = content === null ? null : { content, drawn: null };
    this.#drawDivider();
  }

  focus(): void {
    this.#emulator.terminal.focus();
  }

  showBell(): void {
    this.#bell.show();
  }

  selection(): string {
    return this.#emulator.terminal.getSelection();
  }

  selectAll(): void {
    this.#emulator.terminal.selectAll();
  }

  /** Selects a match and scrolls to it; all are highlighted. Results come by `search.onDidChangeResults`. */
  find(text: string, how: ISearchOptions, direction: 'next' | 'previous'): void {
    const { tokens } = this.#appearance.theme;
    const options: ISearchOptions = {
      ...how,
      decorations: {
        matchBackground: tokens.match,
        activeMatchBackground: tokens.activeMatch,
        activeMatchBorder: tokens.warn,
        matchOverviewRuler: tokens.warn,
        activeMatchColorOverviewRuler: tokens.text,
      },
    };
    drawOverview(this.#emulator.terminal, true);
    if (direction === 'next') this.search.findNext(text, options);
    else this.search.findPrevious(text, options);
  }

  clearSearch(): void {
    this.search.clearDecorations();
    drawOverview(this.#emulator.terminal, false);
    this.#emulator.terminal.clearSelection();
  }

  /** The selection with its colours. */
  styledSelection(form: 'html' | 'ansi'): string {
    const { terminal } = this.#emulator;
    const range = terminal.getSelectionPosition();
    if (range === undefined) return '';
    const lines = styledLines(terminal.buffer.active, range);
    const { theme, fontFamily } = this.#appearance;
    return form === 'ansi' ? toAnsi(lines) : toHtml(lines, theme, fontFamily);
  }

  /** Its program has asked for pastes to be marked. */
  get takesPasteAsOne(): boolean {
    return this.#emulator.terminal.modes.bracketedPasteMode;
  }

  /** Its program has asked for cursor keys in their other form. */
  get wantsApplicationCursor(): boolean {
    return this.#emulator.terminal.modes.applicationCursorKeysMode;
  }

  /** What to send for a text that was weighed; empty when nothing is left of it. */
  encodePaste(text: string): string {
    return encodePaste(text, { bracketed: this.takesPasteAsOne });
  }

  /** False when its shell tells nothing of commands. */
  jumpToCommand(direction: 'previous' | 'next'): boolean {
    const isThere = this.commands.jump(direction);
    this.#gutter.draw();
    return isThere;
  }

  scrollPages(pages: number): void {
    this.#emulator.terminal.scrollPages(pages);
  }

  scrollToEnd(end: 'top' | 'bottom'): void {
    if (end === 'top') this.#emulator.terminal.scrollToTop();
    else this.#emulator.terminal.scrollToBottom();
  }

  dispose(): void {
    this.hide();
    this.#writer.dispose();
    this.#gate.dispose();
    this.#pictures.dispose();
    this.#emulator.terminal.dispose();
  }

  #handleReplay(isReplay: boolean): void {
    this.#gate.setReplay(isReplay);
    this.#tellScrolling();
    if (isReplay) this.#tellScrolling = holdScrolling(this.#emulator.terminal);
  }

  #handleData(data: string): void {
    switch (this.#gate.originOfData()) {
      case 'person':
        this.commands.forgetTarget();
        this.#options.onInput(data);
        return;
      case 'answer':
        this.#attachment.answer(data);
        return;
      case 'replay':
        return;
    }
  }

  /** `isNew`: the emulator was brought there just now; else it had stood there all along. */
  #handleViewWritten(view: ViewState, isNew: boolean): void {
    markStart('view-written');
    if (isNew) {
      this.#restorePictures(view);
      this.commands.restore(view.marks, view.incarnationLine);
      this.#drawDivider();
    }
    requestAnimationFrame(() => this.#options.onPainted());
  }

  /** Also where there are none: those of the screen before are gone. */
  #restorePictures({ pictures = { primary: [], alternate: [] }, primary }: ViewState): void {
    this.#emulator.images.restore(pictures, primary.text.split('\r\n').length);
    this.#pictures.redraw();
  }

  #drawDivider(): void {
    if (this.#divider === null) return;
    const { content, drawn } = this.#divider;
    drawn?.dispose();
    this.#divider.drawn = showDivider(this.#emulator.terminal, () => this.commands.incarnationLine, content);
  }

  /** Columns and rows that fit, or null while there is nothing to measure. */
  #measure(): Size | null {
    if (!this.isShown || this.#host.clientWidth === 0 || this.#host.clientHeight === 0) return null;
    const room = this.#emulator.fit.proposeDimensions();
    return room === undefined || !Number.isFinite(room.cols) || !Number.isFinite(room.rows) ? null : room;
  }
}
