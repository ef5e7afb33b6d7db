// The bytes of version 1, as they lie on people's disks. This test may never change: a later version gets its own bytes
// and has to read these as well.
import { expect, it } from 'vitest';
import { readText } from '../../electron/screen/screen-text.ts';
import { decodeSnapshot, encodeSnapshot } from '../../electron/screen/snapshot-codec.ts';
import { restoreView } from '../../electron/screen/view-state.ts';

const VERSION_1 =
  'jKd2ZXJzaW9uAahwb3NpdGlvboKraW5jYXJuYXRpb24Dpm9mZnNldMyApGNvbHMKpHJvd3MEp3ByaW1hcnmHpHRleHTZPSQgG1swOzE7NDozOzU4OjU6' +
  'OW1scxtbbQ0K5pel5pysG104O2lkPTE7aHR0cHM6Ly9hLxtceBtdODs7G1yheACheQCobGFzdENlbGzApXNhdmVkwKdtYXJnaW5zgqN0b3ABpmJvdHRv' +
  'bQKodGFiU3RvcHPAqWFsdGVybmF0ZYekdGV4dKsNCg0KG1sxQ2FsdKF4BKF5AqhsYXN0Q2VsbMClc2F2ZWTAp21hcmdpbnPAqHRhYlN0b3BzwKVtb2Rl' +
  'c421YXBwbGljYXRpb25DdXJzb3JLZXlzwrFhcHBsaWNhdGlvbktleXBhZMKuYnJhY2tldGVkUGFzdGXDrGZvY3VzUmVwb3J0c8KmaW5zZXJ0wqduZXdM' +
  'aW5lwqZvcmlnaW7CsXJldmVyc2VXcmFwYXJvdW5kwqp3cmFwYXJvdW5kw61tb3VzZVRyYWNraW5npGRyYWetbW91c2VFbmNvZGluZ6NzZ3KtY3Vyc29y' +
  'VmlzaWJsZcOrY3Vyc29yU3R5bGUFo3BlbqMbW22oY2hhcnNldHOCpmFjdGl2ZQCqZGVzaWduYXRlZJShMKFCoUKhQqV0aXRsZaF0pW1hcmtzkYSkbGlu' +
  'ZQCheACka2luZKZwcm9tcHSoZXhpdENvZGXAr2luY2FybmF0aW9uTGluZQA=';

it('should read version 1, and write it in the same bytes', () => {
  const bytes = Buffer.from(VERSION_1, 'base64');
  const decoded = decodeSnapshot(bytes);
  if (decoded.kind === 'invalid') {
    throw new Error(decoded.reason);
  }
  const { view } = decoded;
  expect(view).toMatchObject({
    version: 1,
    position: { incarnation: 3, offset: 128 },
    cols: 10,
    rows: 4,
    title: 't',
    modes: { bracketedPaste: true, mouseTracking: 'drag', mouseEncoding: 'sgr', cursorStyle: 5 },
    marks: [{ line: 0, x: 0, kind: 'prompt', exitCode: null }],
  });
  expect(Buffer.from(encodeSnapshot(view))).toEqual(bytes);

  const emulator = restoreView(view, 100);
  expect(readText(emulator, { extent: 'screen', ansi: false })).toMatchObject({
    alt: true,
    lines: ['', '', ' alt', ''],
    cursor: { x: 4, y: 2 },
  });
  emulator.write('\x1b[?1049l');
  expect(readText(emulator, { extent: 'screen', ansi: true }).lines.slice(0, 2)).toEqual([
    '$ \x1b[0;1;4:3;58:5:9mls\x1b[m',
    '日本x',
  ]);
  emulator.dispose();
});
