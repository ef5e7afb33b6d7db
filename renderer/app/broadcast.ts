// Typing into all panes of a tab at once: who receives, what is passed on. Only panes that are on screen receive, so that
// everyone who does shows it. Only what a person typed is passed on: reports of the mouse and of the focus are about one
// pane, and an emulator's answers never come here. Pure; it lives in the window's own state and ends with it.

import type { PaneId } from '../../shared/ids.ts';
import { panesOf } from '../../shared/layout.ts';
import type { Window } from '../../shared/model.ts';
import type { AppState } from '../store/app-state.ts';

/** All panes that get what is typed into one of them; empty when nothing is broadcast. */
export function receivers({ ui, workspace }: AppState, window: Window | null): readonly PaneId[] {
  if (window === null || ui.broadcast !== window.id || window.zoomedPane !== null) return [];
  const live = panesOf(window.layout).filter((pane) => workspace.live[pane] !== undefined);
  return live.length > 1 ? live : [];
}

const FOCUS_REPORT = /^\x1b\[[IO]$/;
const MOUSE_REPORT = /^\x1b\[(?:<[\d;]+[Mm]|M[\s\S]{3})/;

/** Whether it is keys and text; bytes are always a mouse report in the old encoding. */
export function isTyped(data: string | Uint8Array): data is string {
  return typeof data === 'string' && !FOCUS_REPORT.test(data) && !MOUSE_REPORT.test(data);
}

/** Cursor keys, Home and End as another program asked for them (DECCKM). */
export function recodeKeys(data: string, applicationCursorKeys: boolean): string {
  const key = /^\x1b[[O]([ABCDHF])$/.exec(data)?.[1];
  return key === undefined ? data : `\x1b${applicationCursorKeys ? 'O' : '['}${key}`;
}
