// One setting: what it is called, what it does, its control, the way back to its default, and what is wrong with it.
import { RotateCcw } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { checkSetting } from '../../shared/check-setting.ts';
import { type ConfigValue, valueAt } from '../../shared/config-path.ts';
import { useAppState } from '../app/app-context.ts';
import { SettingControl } from './setting-control.tsx';
import type { SettingRow } from './settings-pages.ts';
import { useChange, usePending } from './use-change.ts';
import './setting-row.css';

export function SettingRowView({ row }: { readonly row: SettingRow }) {
  const { key, path, title, setting } = row;
  const effective = useAppState(({ config }) => valueAt(config, path)) as ConfigValue | undefined;
  const problem = useAppState(({ settings }) => settings.problems.find((one) => one.key === key) ?? null);
  const { error, change } = useChange();
  const [value, setPending] = usePending(effective ?? setting.default);
  const ids = useId();
  const isDefault = JSON.stringify(value) === JSON.stringify(setting.default);
  const reset = async () => {
    setPending({ value: setting.default });
    if (!(await change([{ kind: 'unset', path }]))) setPending(null);
  };
  const set = async (wanted: ConfigValue) => {
    setPending({ value: wanted });
    if (!(await change([{ kind: 'set', path, value: wanted }]))) setPending(null);
  };
  const isWide = setting.type === 'theme' && key === 'appearance.theme';
  return (
    <div className="setting-row" data-key={key} data-wide={isWide || undefined}>
      <div className="setting-words">
        <div className="setting-title" id={`${ids}-title`}>
          {title} <code className="setting-key">{key}</code>
        </div>
        <div className="setting-help" id={`${ids}-help`}>
          {setting.help}
        </div>
        {error !== null && <Remark tone="bad">{error}</Remark>}
        {problem !== null && (
          <Remark tone="warn">
            {problem.line === null ? '' : `Line ${problem.line}: `}
            {problem.message}
          </Remark>
        )}
      </div>
      <div className="setting-control">
        <SettingControl
          setting={setting}
          settingKey={key}
          value={value}
          labelledBy={`${ids}-title`}
          describedBy={`${ids}-help`}
          check={(wanted) => checkSetting(setting, wanted)}
          onChange={(wanted) => void set(wanted)}
        />
      </div>
      <button
        type="button"
        className="icon-button setting-reset"
        aria-label={`Reset ${title} to its default`}
        title={`Reset to default: ${inWords(setting.default)}`}
        // Not disabled: the keyboard stays on it when it has done its work, and it goes when that moves on.
        aria-disabled={isDefault}
        data-idle={isDefault || undefined}
        onClick={() => !isDefault && void reset()}
      >
        <RotateCcw size={14} strokeWidth={1.5} />
      </button>
    </div>
  );
}

export function Remark({ tone, children }: { readonly tone: 'bad' | 'warn'; readonly children: ReactNode }) {
  return (
    <div className="setting-remark" data-tone={tone} role="status">
      {children}
    </div>
  );
}

function inWords(value: ConfigValue): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'object') return value.length === 0 ? 'none' : value.join(', ');
  return value === '' ? 'empty' : String(value);
}
