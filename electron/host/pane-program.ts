// Starting what a pane runs: its command, or its shell made to tell what it does, or (when that shell cannot be started)
// the default one. Knows nothing of streams and views.
import type { Pane } from '../../shared/model.ts';
import type { IntegratedShell } from '../pty/integration/shell-integration.ts';
import type { OpenPtyResult, PtySpec } from '../pty/types.ts';

type Size = { readonly cols: number; readonly rows: number };
type Shell = { readonly shell: string; readonly args: readonly string[] };

export interface ProgramServices {
  openPty(spec: PtySpec): Promise<OpenPtyResult>;
  /** The whole environment of a process in this pane. */
  environmentOf(pane: Pane): Record<string, string>;
  defaultShell(): Shell;
  /** Makes a shell tell what it does (see pty/integration); null where there is no way to. */
  integrateShell(
    shell: string,
    args: readonly string[],
    env: Readonly<Record<string, string>>,
  ): Promise<IntegratedShell | null>;
}

export type OpenedProgram = OpenPtyResult & {
  /** What the shell's command lines carry; null without integration. */
  readonly nonce: string | null;
  /** What a person has to know: that the pane's own shell could not be started, or that it tells nothing of itself, and why. */
  readonly warning: string | null;
};

/** `command`: what to run instead of a shell. */
export async function openProgram(
  services: ProgramServices,
  pane: Pane,
  { command, size }: { command: readonly string[] | null; size: Size },
): Promise<OpenedProgram> {
  if (command !== null) {
    const [file = '', ...args] = command;
    const env = services.environmentOf(pane);
    const opened = await services.openPty({ file, args, cwd: pane.cwd, env, ...size });
    return { ...opened, nonce: null, warning: null };
  }
  const opened = await openShell(services, pane, { ...pane.program, ...size });
  const fallback = services.defaultShell();
  if (opened.kind === 'spawned' || fallback.shell === pane.program.shell) return opened;
  const second = await openShell(services, pane, { ...fallback, ...size });
  return { ...second, warning: `${opened.reason.message}. Started ${fallback.shell} instead.` };
}

async function openShell(
  services: ProgramServices,
  pane: Pane,
  { shell, args, cols, rows }: Shell & Size,
): Promise<OpenedProgram> {
  const env = services.environmentOf(pane);
  const { integrated, warning } = await integrate(services, shell, args, env);
  const opened = await services.openPty({
    file: shell,
    args: integrated?.args ?? args,
    cwd: pane.cwd,
    env: { ...env, ...integrated?.env },
    cols,
    rows,
  });
  return { ...opened, nonce: integrated?.nonce ?? null, warning };
}

/** A full disk, say, keeps no shell from being started: it runs as it is. */
async function integrate(
  services: ProgramServices,
  ...how: Parameters<ProgramServices['integrateShell']>
): Promise<{ integrated: IntegratedShell | null; warning: string | null }> {
  try {
    return { integrated: await services.integrateShell(...how), warning: null };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { integrated: null, warning: `The shell cannot tell what it runs here: ${reason}` };
  }
}
