export interface VirtualDisplay {
  /** For the environment variable DISPLAY, such as ":7". */
  readonly display: string;
  readonly pid: number;
  /** Lets the server end when its last client has gone. */
  release(): void;
}

export function hasDisplay(env?: Readonly<Record<string, string | undefined>>): boolean;

export function startVirtualDisplay(options?: { screen?: string }): Promise<VirtualDisplay>;
