// Real output, made on the machine that runs the test: what each program prints, as a shell line, and how to see that it
// is there. A program that is missing is left out, and the test says so.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Step {
  /** Typed when the step before is done; for the first one at a prompt of /bin/sh, in the corpus's directory. */
  readonly keys: string;
  /** Shown when it is done. */
  readonly until: RegExp;
  readonly onAlternate: boolean;
}

export interface Sample {
  readonly name: string;
  /** Programs that must be installed. */
  readonly needs: readonly string[];
  readonly steps: readonly Step[];
}

/** A line that comes back to the prompt; what it is known by does not stand in its echo. */
const line = (name: string, needs: readonly string[], text: string): Sample => ({
  name,
  needs,
  steps: [
    { keys: `${text}; printf "\\n%s-%s\\n" all printed\r`, until: /^all-printed$/mu, onAlternate: false },
  ],
});

/** A program on the alternate screen, which stays. */
const full = (
  program: string,
  args: string,
  ...steps: (readonly [keys: string, until: RegExp])[]
): Sample => ({
  name: program,
  needs: [program],
  steps: steps
    .map(([keys, until]) => ({ keys, until, onAlternate: true }))
    .map((step, index) => (index === 0 ? { ...step, keys: `${program} ${args}\r` } : step)),
});

export const samples: readonly Sample[] = [
  line('a coloured listing', ['ls'], 'ls -la --color=always /usr/bin | head -400'),
  line('a listing in columns', ['ls'], 'ls -C --color=always /usr/bin | head -100'),
  line('a commit graph', ['git'], 'git --no-pager -C repository log --graph --color=always --oneline --all'),
  line('a diff', ['git'], 'git --no-pager -C repository show --color=always --stat --patch HEAD'),
  line(
    "a compiler's complaints",
    ['gcc'],
    'gcc -fdiagnostics-color=always -Wall -Wextra -c faulty.c -o faulty.o',
  ),
  line(
    'a progress bar',
    [],
    'i=0; while [ $i -le 100 ]; do printf "\\r\\033[K\\033[32m%3d%%\\033[0m [%-50.*s]" $i $((i/2)) ==================================================; i=$((i+5)); done',
  ),
  line('all colours', [], './colours.sh'),
  line('scripts of the world', [], 'cat unicode.txt'),
  line('lines longer than the screen', [], 'cat long.txt'),
  line('links and prompt marks', [], 'cat links.txt'),
  line('more lines than are kept', ['seq'], 'seq 1 3000'),
  line('a pager that was left', ['less'], 'echo before; less -X +G unicode.txt < /dev/null | head -5'),
  full('less', '-R unicode.txt', ['', /café/u], [' ', /\(END\)/u]),
  full(
    'vim',
    '-u NONE -N --cmd "set mouse=a number laststatus=2" faulty.c',
    ['', /include <stdio/u],
    ['3GIxyz\x1b', /xyz/u],
    [':split\r', /include.*include/su],
  ),
  {
    name: 'top',
    needs: ['top'],
    // It draws on the primary screen.
    steps: [{ keys: 'top -d 600\r', until: /load average/u, onAlternate: false }],
  },
  full('htop', '-d 600', ['', /Tasks/u]),
  full(
    'tmux',
    // A server of its own, which ends with its client.
    '-S server -f tmux.conf new-session "sh -c \'printf \\"in%s\\" side; exec sleep 600\'"',
    ['', /inside/u],
  ),
];

/** Writes what the sample reads. */
export async function writeCorpus(dir: string, { needs }: Sample): Promise<void> {
  await writeFile(join(dir, 'unicode.txt'), unicode);
  await writeFile(
    join(dir, 'long.txt'),
    `${'the quick brown fox 日本語 '.repeat(40)}\n${'x'.repeat(80)}\n${'y'.repeat(161)}\n`,
  );
  await writeFile(join(dir, 'links.txt'), links);
  await writeFile(join(dir, 'colours.sh'), colours, { mode: 0o755 });
  await writeFile(join(dir, 'faulty.c'), faulty);
  await writeFile(join(dir, 'tmux.conf'), 'set -s exit-unattached on\n');
  if (needs.includes('git')) await makeRepository(join(dir, 'repository'));
}

export function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

async function makeRepository(dir: string): Promise<void> {
  await mkdir(dir);
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=A B', '-c', 'user.email=a@example.org', '-c', 'commit.gpgsign=false'];
    execFileSync('git', [...identity, ...args], { cwd: dir, stdio: 'ignore' });
  };
  git('init', '-q', '-b', 'main');
  for (let turn = 0; turn < 6; turn++) {
    await writeFile(join(dir, 'text'), `line ${turn}\nüber ${'long '.repeat(30)}\n`);
    git('add', '.');
    git('commit', '-q', '-m', `main ${turn}: 日本語 and é`);
    git('checkout', '-q', '-b', `side-${turn}`);
    await writeFile(join(dir, `side-${turn}`), 'x\n');
    git('add', '.');
    git('commit', '-q', '-m', `side ${turn}`);
    git('checkout', '-q', 'main');
    git('merge', '-q', '--no-ff', '-m', `merge ${turn}`, `side-${turn}`);
  }
}

const faulty = `#include <stdio.h>
int main(void) {
  int unused;
  char *text = 5;
  printf("%s %d\\n", text);
  undeclared(1 +);
  return
}
`;

const colours = `#!/bin/sh
i=0
while [ $i -lt 256 ]; do printf '\\033[48;5;%dm%4d\\033[0m' $i $i; i=$((i+1)); done; echo
i=0
while [ $i -lt 256 ]; do printf '\\033[38;2;%d;128;%dm#' $i $((255-i)); i=$((i+3)); done; printf '\\033[0m\\n'
for s in 1 2 3 4 4:2 4:3 4:4 4:5 5 7 8 9 21 53; do printf '\\033[%sm style %s \\033[0m' $s $s; done; echo
printf '\\033[4:3;58:2::255:0:0mcurly and red below\\033[59m plain\\033[0m\\n'
printf '\\033[41m to the edge \\033[K\\033[0m\\n'
`;

const unicode = `${[
  'café cafe\u0301 naïve a\u0308o\u0308u\u0308 z\u0335\u0321\u0322\u0327',
  '日本語 한국어 中文 ﾊﾝｶｸ ｆｕｌｌ',
  '👩‍👩‍👧‍👦 👍🏽 🇩🇪🇫🇷 ❤️ ☺︎ ✈️ 🏳️‍🌈 1️⃣',
  'עברית العربية हिन्दी ไทย ᄒᆞᆫ',
  '│┌─┐└┘├┤┬┴┼ ━┃ ╭╮╯╰ █▓▒░ ⣿⡇ \ue0b0 \ue0a0',
  'tab\there\tand\tthere',
  `${'宽'.repeat(45)}`,
  `a${'宽'.repeat(45)}`,
].join('\n')}\n`.repeat(4);

const links = [
  '\x1b]8;;https://example.org/a?b=c;d\x1b\\a link\x1b]8;;\x1b\\ and ',
  '\x1b]8;id=7;https://example.org/two\x07a link over two lines, '.padEnd(90, '.'),
  'its end\x1b]8;;\x07\n',
  '\x1b]133;A\x07$ \x1b]133;B\x07make\n\x1b]133;C\x07output\n\x1b]133;D;2\x07',
  '\x1b]2;a title\x07\n',
].join('');
