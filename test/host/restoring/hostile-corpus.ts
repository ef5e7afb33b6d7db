// Everything that a terminal could answer, open, ring, set or choke on, printed by a program that is long gone when it is
// replayed. Shared by the tests of the host and of the real window.

const ESC = '\x1b';
const ST = `${ESC}\\`;
const BEL = '\x07';

const queries = [
  '\x05',
  `${ESC}Z`,
  ...['c', '0c', '>c', '=c', '5n', '6n', '?6n', '?15n', '?25n', '?26n', '?53n', '?996n', 'x', '1x'].map(csi),
  ...['?1$p', '?7$p', '?25$p', '?1049$p', '?2004$p', '?2026$p', '4$p', '20$p', '>q', '?u', '?1;1;0S'].map(
    csi,
  ),
  ...['11t', '13t', '14t', '15t', '16t', '18t', '19t', '20t', '21t', '22;0t', '23;0t'].map(csi),
  ...[
    '10;?',
    '11;?',
    '12;?',
    '17;?',
    '19;?',
    '4;1;?',
    '4;255;?',
    '5;0;?',
    '52;c;?',
    '52;p;?',
    '1337;ReportCellSize',
  ].map(osc),
  ...['$qm', '$qr', '$q"p', '$q q', '+q544e', '+q436f;524742'].map(dcs),
  `${ESC}_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA${ST}`,
];

const effects = [
  BEL.repeat(3),
  ...['52;c;c3RvbGVu', '52;;c3RvbGVu', '52;p;c3RvbGVu', `52;c;${'QUFB'.repeat(1000)}`].map(osc),
  ...['9;a notification', '777;notify;a;b', '99;i=1:d=0;hello', '9;4;1;50', '1337;File=inline=1:AAAA'].map(
    osc,
  ),
  ...[
    '2;a forged title',
    '0;rm -rf ~',
    'l;icon',
    '7;file:///etc',
    '1337;CurrentDir=/etc',
    '50;SetProfile=x',
  ].map(osc),
  ...['633;E;rm -rf ~;wrong-nonce', '133;C;cmdline=rm', '133;A', '133;D;0'].map(osc),
  ...[
    'javascript:alert(1)',
    'file:///etc/passwd',
    'vscode://x',
    'x-man-page:ls',
    'ssh://-oProxyCommand=x',
    '\u202ehttps://x',
  ].map((uri) => `${osc(`8;;${uri}`)}click${osc('8;;')} `),
  ...['?1000h', '?1002h', '?1003h', '?1006h', '?1015h', '?1016h', '?1004h', '?2004h', '?2026h', '?9001h'].map(
    csi,
  ),
  ...[
    '?1h',
    '?25l',
    '?7l',
    '4h',
    '20h',
    '5;10r',
    '?6h',
    '>4;2m',
    '>1u',
    '?5h',
    '8;1;1t',
    '3;0;0t',
    '2t',
    '9;1t',
  ].map(csi),
  `${ESC}=`,
  `${ESC}(0`,
  '\x0e',
  `${ESC}#8`,
  `${ESC}P1;1|17/17${ST}`,
  `${ESC}Pq#0;2;0;0;0~-${ST}`,
  `${ESC}[5i${ESC}[4i`,
  '\x13\x11',
];

const endings = [
  `${ESC}[38;5;`,
  `${ESC}]52;c;`,
  `${ESC}P+q`,
  `${ESC}]8;;https://`,
  `${ESC}[?`,
  `${ESC}]2;half`,
  '\xe6\x97',
  ESC,
];

const huge = [...'@ABCDEFGHIJKLMPSTXZ`abdefghlmnrtu'].flatMap((final) => [
  csi(`2147483647${final}`),
  csi(`99999999999999999999;2147483647${final}`),
]);

/** Ends on an alternate screen, inside a string; what can be read of it says so in plain text. */
export function hostileCorpus({ longStringBytes }: { longStringBytes: number }): Buffer {
  const long = 'A'.repeat(longStringBytes);
  const parts = [
    'hostile text begins\r\n',
    ...queries,
    ...effects,
    ...huge,
    `${ESC}[!p${ESC}[?6l${ESC}[r`,
    ...[`${ESC}]52;c;`, `${ESC}]2;`, `${ESC}P`, `${ESC}_`, `${ESC}[`].map((start) => `${start}${long}${ST}`),
    // A string that is cut off by the next sequence.
    ...endings.map((ending) => `${ending}\x18`),
    '\r\nhostile text ends\r\n',
    ...['?1003h', '?1006h', '?1004h', '?2004h', '?25l', '5;10r', '?6h', '4h'].map(csi),
    `${csi('?1049h')}on the alternate screen${csi('6n')}${csi('c')}${osc('11;?')}`,
    `${ESC}]52;c;`,
  ];
  return Buffer.from(parts.join(''), 'utf8');
}

function csi(rest: string): string {
  return `${ESC}[${rest}`;
}

function osc(rest: string): string {
  return `${ESC}]${rest}${BEL}`;
}

function dcs(rest: string): string {
  return `${ESC}P${rest}${ST}`;
}

/**
 * A shell for tests: writes each start's number and every byte of its standard input, untranslated, into `dir`
 * (stdin.1, stdin.2, ...); on its first start it prints `dir`/corpus.
 */
export function recordingShell(dir: string): string {
  return `#!/bin/sh
cd '${dir}' || exit 9
stty raw -echo
number=1
while [ -e "stdin.$number" ]; do number=$((number + 1)); done
: > "stdin.$number"
if [ "$number" = 1 ]; then cat corpus; fi
printf 'shell number %s\\r\\n' "$number"
exec cat >> "stdin.$number"
`;
}
