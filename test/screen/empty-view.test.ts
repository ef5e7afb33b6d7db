import { expect, it } from 'vitest';
import { Screens } from '../../electron/screen/screens.ts';
import { emptyView } from '../../shared/snapshot.ts';

it('should be what an emulator gives on which nothing was printed', () => {
  const screens = Screens.open(() => expect.unreachable('an empty screen answered'));
  const size = { cols: 33, rows: 7 };
  const begun = {
    kind: 'mark' as const,
    incarnation: 1,
    offset: 0,
    mark: { kind: 'resize' as const, ...size },
  };
  const job = {
    snapshot: null,
    entries: [begun],
    cols: 80,
    rows: 24,
    scrollbackLines: 100,
    newIncarnation: false,
  };
  expect(screens.view(job)).toEqual({ view: emptyView({ incarnation: 1, offset: 1 }, size), damage: null });
});
