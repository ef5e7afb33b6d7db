// The public shapes of the output scanner: what it noticed in a pane's output, and where. Text in an event comes from
// the program that printed it and is worth as much: shorten it, never execute or trust it.

/** Offsets count bytes since the scanner was made; `start` is the first byte of the sequence, `end` the one after it. */
interface Located {
  readonly start: number;
  readonly end: number;
}

/** The modes that somebody outside the emulator cares for. */
export type ScannedMode =
  | 'application-cursor'
  | 'mouse-x10'
  | 'mouse-vt200'
  | 'mouse-drag'
  | 'mouse-any'
  | 'mouse-sgr'
  | 'mouse-sgr-pixels'
  | 'bracketed-paste'
  | 'focus-reports'
  | 'synchronised-output';

export type ScanEvent = Located &
  (
    | { readonly kind: 'title'; readonly title: string }
    /** A path as the shell told it: OSC 7 (decoded, with its host), OSC 9;9 or OSC 1337;CurrentDir. */
    | { readonly kind: 'cwd'; readonly path: string; readonly host: string | null }
    | { readonly kind: 'prompt-start' }
    | { readonly kind: 'command-start' }
    | { readonly kind: 'output-start' }
    | { readonly kind: 'command-end'; readonly exitCode: number | null }
    /** OSC 633;E;command;nonce: a command line, to be believed only with the pane's own nonce. */
    | { readonly kind: 'command-line'; readonly command: string; readonly nonce: string | null }
    | { readonly kind: 'bell' }
    | { readonly kind: 'alternate-screen'; readonly on: boolean }
    | { readonly kind: 'mode'; readonly mode: ScannedMode; readonly on: boolean }
    /** RIS or DECSTR: whatever modes were on are off. */
    | { readonly kind: 'reset'; readonly hard: boolean }
    /** A sequence that an emulator answers. */
    | { readonly kind: 'query'; readonly query: string }
    | { readonly kind: 'notification'; readonly title: string; readonly body: string }
  );

export interface Scanner {
  /** Looks at the next bytes of the stream; what began in an earlier chunk is reported where it ends. */
  scan(chunk: Uint8Array): ScanEvent[];
  /** How many bytes were scanned. */
  readonly offset: number;
  /** Whether the stream stands between sequences and characters, so that it may be cut at `offset`. */
  readonly isGround: boolean;
  /** The latest offset at which that was so: a fold ends there. */
  readonly lastGroundOffset: number;
}
