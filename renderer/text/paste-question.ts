// What is said of a paste before it is typed.
import type { PasteContent } from '../../shared/paste.ts';

const count = (number: number, one: string) => `${number} ${one}${number === 1 ? '' : 's'}`;

export function pasteTitle({ lines }: PasteContent): string {
  return lines > 1 ? `Paste ${count(lines, 'line')}?` : 'Paste this text?';
}

/** `bracketed`: the program takes a paste as one. */
export function pasteWarning({ lines, hidden, reorders }: PasteContent, bracketed: boolean): string {
  const said: string[] = [];
  if (!bracketed && lines > 0) {
    said.push(
      lines > 1 ? 'Each line runs as soon as it is there.' : 'What ends with a newline runs at once.',
    );
  }
  if (hidden > 0) said.push(`${count(hidden, 'control character')} will be left out.`);
  if (reorders) said.push('It shows text in another order than it will be typed in.');
  return said.join(' ');
}
