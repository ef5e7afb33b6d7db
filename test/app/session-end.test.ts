import { EventEmitter } from 'node:events';
import type { App, BrowserWindow } from 'electron';
import { describe, expect, it } from 'vitest';
import { followSessionEnd } from '../../electron/app/session-end.ts';

describe('the end of the session', () => {
  it('should be heard from the first window, which is made before anybody listens, and from later ones', () => {
    const app = new EventEmitter();
    const [first, later] = [new EventEmitter(), new EventEmitter()];
    let ends = 0;
    const source = { app: app as unknown as App, windows: [first as unknown as BrowserWindow] };
    followSessionEnd(source, () => {
      ends += 1;
    });
    first.emit('session-end');
    expect(ends).toBe(1);
    app.emit('browser-window-created', {}, later);
    later.emit('session-end');
    expect(ends).toBe(2);
  });
});
