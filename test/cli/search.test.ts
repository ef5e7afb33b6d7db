// `everpane search` (and `wait --text`, which looks in the same way) through the built command line against real shells.
import { describe, expect, it } from 'vitest';
import type { Capture, SearchHit } from '../../electron/host/types.ts';
import { CliHarness } from '../support/cli-harness.ts';

const bait = 'a'.repeat(60);
const catastrophic = '^(a+)+$';

async function show(cli: CliHarness, pane: string, command: string, pattern: string): Promise<void> {
  await cli.output('wait', pane, '--text', '[$]$');
  await cli.output('send', pane, command, '--enter');
  await cli.output('wait', pane, '--text', pattern);
}

describe('search', () => {
  it('should find lines in every pane, private ones too, where capture shows them', async () => {
    const cli = await CliHarness.start();
    const secret = await cli.output('split', 'p1', '--private');
    await show(cli, 'p1', 'seq 1 500; echo nee"dle" and nee"dle"', '^needle and needle$');
    await show(cli, secret, 'echo private nee"dle"', '^private needle$');
    const hits = await cli.json<SearchHit[]>('search', 'need(?=le)');
    expect(hits.map(({ pane, text, matches }) => ({ pane, text, matches }))).toEqual([
      {
        pane: 'p1',
        text: 'needle and needle',
        matches: [
          [0, 4],
          [11, 15],
        ],
      },
      { pane: secret, text: 'private needle', matches: [[8, 12]] },
    ]);
    for (const { pane, line, text } of hits) {
      const { lines } = await cli.json<Capture>('capture', pane, '--scrollback');
      expect(lines[line]).toBe(text);
    }
    const [first] = hits;
    expect(await cli.output('search', 'needle and')).toBe(`p1:${first?.line}: needle and needle`);
    expect(await cli.json('search', 'nothing like it')).toEqual([]);
  });

  it('should find what a soft wrap has cut, counted from its first row', async () => {
    const cli = await CliHarness.start();
    await show(cli, 'p1', "printf 'x%.0s' $(seq 75); echo wra'pped' here", 'wrapped here$');
    const [hit] = await cli.json<SearchHit[]>('search', 'x+wrapped here$');
    const { lines, cols } = await cli.json<Capture>('capture', 'p1', '--scrollback');
    expect(hit?.text).toBe(`${'x'.repeat(75)}wrapped here`);
    expect(hit?.matches).toEqual([[0, 87]]);
    expect(lines[hit?.line ?? -1]).toBe(hit?.text.slice(0, cols));
  });

  it('should look through dormant panes without waking them', async () => {
    const cli = await CliHarness.start();
    await show(cli, 'p1', 'echo nee"dle"', '^needle$');
    await cli.output('new-window');
    await cli.output('flush');
    await cli.killHost();
    await cli.startHost();
    expect(await cli.json('search', '^needle$')).toMatchObject([{ pane: 'p1', text: 'needle' }]);
    expect(await cli.output('ls')).toMatch(/p1\b.*dormant/);
  });

  it('should refuse a pattern that would never end, for search and wait, and go on', async () => {
    const cli = await CliHarness.start();
    await show(cli, 'p1', `echo ${bait}'!'`, 'a!$');
    for (const args of [
      ['search', catastrophic],
      ['wait', 'p1', '--text', catastrophic],
    ]) {
      const result = await cli.run(args);
      expect(result).toMatchObject({ code: 1, stdout: '' });
      expect(result.stderr).toMatch(/^everpane: [^\n]*takes too long[^\n]*\n$/);
    }
    expect(await cli.json('search', 'a!$')).toMatchObject([{ pane: 'p1' }]);
    await cli.output('wait', 'p1', '--text', 'a!$');
  });
});
