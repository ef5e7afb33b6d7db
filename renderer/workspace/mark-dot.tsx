// The dot of a tab or a session: what happened there while nobody looked. Colour is never all it says.
import type { Mark } from '../store/selectors.ts';
import './mark-dot.css';

const words: Record<Exclude<Mark, 'none'>, string> = {
  activity: 'new output',
  bell: 'rang the bell',
  failed: 'a program failed',
};

export function MarkDot({ mark }: { mark: Mark }) {
  if (mark === 'none') return null;
  return (
    <span className="mark-dot" data-mark={mark} role="img" aria-label={words[mark]} title={words[mark]} />
  );
}
