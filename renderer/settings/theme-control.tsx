// Choosing a theme: cards that show its colours where there is room for them, else a list. Ours and the user's own.
import { allThemes } from '../../shared/themes/choose-theme.ts';
import type { Theme } from '../../shared/themes/theme.ts';
import { useApp, useAppState } from '../app/app-context.ts';
import { addNotice } from '../store/apply-message.ts';
import type { ControlProps } from './control-props.ts';
import { stepRadios } from './radio-keys.ts';
import './themes.css';

type ThemeControlProps = ControlProps & { readonly others: readonly string[] };

export function ThemeControl(props: ThemeControlProps) {
  const own = useAppState(({ settings }) => settings.themes);
  const themes = allThemes(own);
  return props.settingKey === 'appearance.theme' ? (
    <ThemeCards {...props} themes={themes} />
  ) : (
    <ThemeList {...props} themes={themes} />
  );
}

type WithThemes = ThemeControlProps & { readonly themes: readonly Theme[] };

function ThemeCards({ value, themes, labelledBy, onChange }: WithThemes) {
  const appearance = useAppState(({ config }) => config.appearance);
  const named = (name: string) => themes.find((theme) => theme.name === name);
  const pair = [named(appearance.theme_dark), named(appearance.theme_light)];
  return (
    <div className="theme-cards" role="radiogroup" aria-labelledby={labelledBy} onKeyDown={stepRadios}>
      <ThemeCard
        name="system"
        title="As the system"
        themes={pair}
        isChosen={value === 'system'}
        onChoose={onChange}
      />
      {themes.map((theme) => (
        <ThemeCard
          key={theme.name}
          name={theme.name}
          title={theme.title}
          themes={[theme]}
          isChosen={value === theme.name}
          onChoose={onChange}
        />
      ))}
      <ImportTheme onImported={onChange} />
    </div>
  );
}

interface ThemeCardProps {
  readonly name: string;
  readonly title: string;
  /** One, or two beside each other. */
  readonly themes: readonly (Theme | undefined)[];
  readonly isChosen: boolean;
  readonly onChoose: (name: string) => void;
}

function ThemeCard({ name, title, themes, isChosen, onChoose }: ThemeCardProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a card, which a native radio cannot be drawn as
    <button
      type="button"
      className="theme-card"
      role="radio"
      aria-checked={isChosen}
      data-name={name}
      tabIndex={isChosen ? 0 : -1}
      onClick={() => onChoose(name)}
    >
      <span className="theme-swatches" aria-hidden="true">
        {themes.map((theme, index) =>
          theme === undefined ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: dark and light of a pair may be one theme
            <ThemeSwatch key={index} theme={theme} />
          ),
        )}
      </span>
      <span className="theme-title">{title}</span>
    </button>
  );
}

function ThemeSwatch({ theme: { tokens, ansi } }: { readonly theme: Theme }) {
  const bar = (colour: string | undefined, width: number) => (
    <i style={{ background: colour, width: `${width}%` }} />
  );
  return (
    <span className="theme-swatch" style={{ background: tokens.terminal }}>
      <span className="theme-line">
        {bar(ansi[2], 14)}
        {bar(ansi[4], 26)}
        {bar(tokens.text, 22)}
      </span>
      <span className="theme-line">
        {bar(ansi[1], 20)}
        {bar(ansi[3], 16)}
        {bar(tokens.quiet, 34)}
      </span>
      <span className="theme-line">
        {bar(ansi[5], 12)}
        {bar(ansi[6], 30)}
        {bar(tokens.accent, 4)}
      </span>
    </span>
  );
}

function ImportTheme({ onImported }: { readonly onImported: (name: string) => void }) {
  const { bridge, say } = useImporting();
  return (
    <button
      type="button"
      className="theme-card theme-import"
      title="A theme of iTerm2 (.itermcolors) or Windows Terminal (JSON)"
      onClick={async () => {
        const outcome = await bridge.importTheme();
        if (outcome.kind === 'refused') say(outcome.message);
        const [first] = outcome.kind === 'imported' ? outcome.names : [];
        if (first !== undefined) onImported(first);
      }}
    >
      Import a theme…
    </button>
  );
}

function useImporting() {
  const { bridge, store } = useApp();
  return {
    bridge,
    say: (text: string) => store.update((state) => addNotice(state, { level: 'error', pane: null, text })),
  };
}

function ThemeList({ value, others, themes, settingKey, labelledBy, onChange }: WithThemes) {
  const scheme = settingKey.endsWith('_dark') ? 'dark' : settingKey.endsWith('_light') ? 'light' : null;
  const offered = themes.filter(
    (theme) => scheme === null || theme.scheme === scheme || theme.name === value,
  );
  const isKnown = offered.some(({ name }) => name === value) || others.includes(String(value));
  return (
    <select
      className="field"
      aria-labelledby={labelledBy}
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
    >
      {others.map((other) => (
        <option key={other} value={other}>
          {other === '' ? 'As the window' : other}
        </option>
      ))}
      {!isKnown && <option value={String(value)}>{`${value} (missing)`}</option>}
      {offered.map(({ name, title }) => (
        <option key={name} value={name}>
          {title}
        </option>
      ))}
    </select>
  );
}
