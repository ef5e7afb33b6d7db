// Export files as bytes: what is taken, and that nothing else is.
import { describe, expect, it } from 'vitest';
import { decodeExchange, ExchangeError, encodeExchange } from '../../electron/host/exchange-format.ts';
import type { SavedWorkspace } from '../../electron/host/timeline.ts';
import { crc32c } from '../../electron/persistence/crc32c.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openTestHost, runCommand, typeAndSee } from '../support/test-host.ts';

async function exported(): Promise<{ file: Buffer; saved: SavedWorkspace }> {
  const host = await openTestHost({ dir: await tempDir() });
  const { pane: hidden } = await runCommand(host, 'pane.split', {
    pane: 'p1',
    direction: 'right',
    private: true,
  });
  const { pane } = await runCommand(host, 'window.create', { name: 'second' });
  await typeAndSee(host, pane, 'echo public; :', /^public$/m);
  await typeAndSee(host, hidden, 'echo secret; :', /^secret$/m);
  const file = Buffer.concat(await host.exportWorkspace());
  return { file, saved: await decodeExchange(file) };
}

/** The file with its checksums made to fit again. */
function resealed(file: Buffer): Buffer {
  const sealed = Buffer.from(file);
  sealed.writeUInt32BE(crc32c(sealed, 0, 16), 16);
  sealed.writeUInt32BE(crc32c(sealed, 0, sealed.length - 4), sealed.length - 4);
  return sealed;
}

function withManifest(file: Buffer, change: (json: string) => string): Buffer {
  const end = 20 + file.readUInt32BE(12);
  const manifest = Buffer.from(change(file.toString('utf8', 20, end)));
  const changed = Buffer.concat([file.subarray(0, 20), manifest, file.subarray(end)]);
  changed.writeUInt32BE(manifest.length, 12);
  return resealed(changed);
}

describe('an export file', () => {
  it('should hold the workspace without what is private, and nothing of what that showed', async () => {
    const { file, saved } = await exported();
    const { workspace, contents } = saved;
    expect(workspace.windows.w1?.layout).toBe('p1');
    expect(Object.keys(workspace.panes)).toEqual(['p1', 'p3']);
    expect(workspace.windows.w2?.name).toBe('second');
    expect([...contents.keys()]).toEqual(['p1', 'p3']);
    expect(file.includes('public')).toBe(true);
    expect(file.includes('secret')).toBe(false);
    expect(await decodeExchange(Buffer.concat(await encodeExchange(saved)))).toEqual(saved);
  });

  it('should be refused with any byte changed, cut off anywhere, or with something behind it', async () => {
    const { file } = await exported();
    for (let at = 0; at < file.length; at++) {
      const changed = Buffer.from(file);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      await expect(decodeExchange(changed), `byte ${at}`).rejects.toThrow(ExchangeError);
      await expect(decodeExchange(file.subarray(0, at)), `cut at ${at}`).rejects.toThrow(ExchangeError);
    }
    await expect(decodeExchange(Buffer.concat([file, Buffer.alloc(1)]))).rejects.toThrow(ExchangeError);
    await expect(decodeExchange(Buffer.from('#!/bin/sh\n'))).rejects.toThrow('this is no Everpane export');
  });

  it('should say that a newer Everpane wrote it', async () => {
    const { file } = await exported();
    file.writeUInt32BE(2, 8);
    await expect(decodeExchange(resealed(file))).rejects.toThrow(/newer Everpane/);
  });

  it('should be refused when it contradicts itself, however well it is sealed', async () => {
    const { file } = await exported();
    const changes: readonly ((json: string) => string)[] = [
      (json) => json.replace('"layout":"p1"', '"layout":"p9"'),
      (json) => json.replace('"windows":["w1","w2"]', '"windows":["w1"]'),
      (json) => json.replace('"windows":["w1","w2"]', '"windows":["w1","w2","w2"]'),
      (json) => json.replace('"cols":80', '"cols":4000000000'),
      (json) => json.replace('"cwd":"/', '"cwd":"'),
      (json) => json.replace(/"bytes":\d+/, '"bytes":4000000000'),
      (json) => json.replace(/"offset":\d+/, '"offset":-1'),
      (json) => json.replace('"private":false', '"private":true'),
      (json) => json.slice(1),
      () => '{}',
    ];
    await decodeExchange(withManifest(file, (json) => json));
    for (const change of changes) {
      const changed = withManifest(file, change);
      expect(changed.equals(resealed(file)), String(change)).toBe(false);
      await expect(decodeExchange(changed), String(change)).rejects.toThrow(ExchangeError);
    }
  });
});
