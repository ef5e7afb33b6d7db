// How a terminal looks with the font and the colours that are chosen: a few lines that say something of each.
import { useAppState } from '../app/app-context.ts';
import { appearanceFor } from '../terminal/appearance.ts';
import { useTheme } from './use-theme.ts';
import './themes.css';

export function ThemePreview() {
  const config = useAppState((state) => state.config);
  const fontDelta = useAppState(({ ui }) => ui.fontDelta);
  const theme = useTheme();
  const { fontFamily, fontSize, lineHeight, cursorStyle } = appearanceFor(config, theme, fontDelta);
  const { ansi, tokens } = theme;
  return (
    <div
      className="theme-preview"
      aria-hidden="true"
      style={{
        background: tokens.terminal,
        color: tokens.text,
        fontFamily,
        fontSize,
        lineHeight,
        fontVariantLigatures: config.font.ligatures ? 'normal' : 'none',
        padding: Math.max(4, config.terminal.padding) + 4,
      }}
    >
      <div>
        <span style={{ color: ansi[2] }}>ada@work</span> <span style={{ color: ansi[4] }}>~/engine</span>{' '}
        <span style={{ color: ansi[5] }}>(main)</span> $ npm test -- --watch
      </div>
      <div>
        <span style={{ color: ansi[2] }}>✓ 128 passed</span>{' '}
        <span style={{ color: ansi[1] }}>✗ 1 failed</span> <span style={{ color: ansi[3] }}>● 2 skipped</span>{' '}
        <span style={{ color: ansi[8] }}>in 3.2 s</span>
      </div>
      <div>
        <span style={{ color: ansi[6] }}>const</span> ok = a !== b && b =&gt; c &gt;= 0;{' '}
        <i className="preview-cursor" data-style={cursorStyle} style={{ color: theme.cursor }} />
      </div>
      <div className="preview-colours">
        {ansi.map((colour, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two of the sixteen may be the same
          <i key={index} style={{ background: colour }} />
        ))}
      </div>
    </div>
  );
}
