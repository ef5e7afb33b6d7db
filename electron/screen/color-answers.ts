// Answers to questions for colours (OSC 4, 10, 11, 12 with '?'), which xterm.js leaves to whoever draws: nobody draws
// here, so the theme is handed in.
import type { Terminal } from '@xterm/headless';
import type { ScreenColors } from './types.ts';

/** Calls `answer` with what xterm would say: 16 bits a channel, ended by ST. Setting colours is left to others. */
export function answerColors(terminal: Terminal, colors: ScreenColors, answer: (data: string) => void): void {
  const special: readonly [code: number, color: string][] = [
    [10, colors.foreground],
    [11, colors.background],
    [12, colors.cursor],
  ];
  for (const [code] of special) {
    terminal.parser.registerOscHandler(code, (payload) => {
      // Several questions in one: OSC 10;?;? asks for 10 and 11.
      for (const [index, part] of payload.split(';').entries()) {
        const asked = special.find(([other]) => other === code + index);
        if (part === '?' && asked !== undefined) {
          answer(`\x1b]${asked[0]};${xtermColor(asked[1])}\x1b\\`);
        }
      }
      return false;
    });
  }
  terminal.parser.registerOscHandler(4, (payload) => {
    const parts = payload.split(';');
    for (let index = 0; index + 1 < parts.length; index += 2) {
      const color = colors.palette[Number(parts[index])];
      if (parts[index + 1] === '?' && color !== undefined) {
        answer(`\x1b]4;${Number(parts[index])};${xtermColor(color)}\x1b\\`);
      }
    }
    return false;
  });
}

/** '#rrggbb' as 'rgb:rrrr/gggg/bbbb'. */
function xtermColor(color: string): string {
  const channels = [1, 3, 5].map((at) => color.slice(at, at + 2).padStart(2, '0'));
  return `rgb:${channels.map((channel) => channel + channel).join('/')}`;
}
