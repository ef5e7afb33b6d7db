// The control of a setting, by its type. Draws a value and says what a person wants instead.
import { assertNever } from '../../shared/exhaustive.ts';
import { useAppState } from '../app/app-context.ts';
import type { ControlProps } from './control-props.ts';
import { stepRadios } from './radio-keys.ts';
import { NumberField, TextField } from './setting-fields.tsx';
import { ThemeControl } from './theme-control.tsx';
import './setting-control.css';

/** More choices than these are a list that unfolds. */
const MOST_SEGMENTS = 4;

export function SettingControl(props: ControlProps) {
  const { setting } = props;
  switch (setting.type) {
    case 'boolean':
      return <Switch {...props} />;
    case 'integer':
    case 'number':
      return <NumberField {...props} step={setting.type === 'integer' ? 1 : 0.05} />;
    case 'string':
      return props.settingKey === 'shell.default_profile' ? (
        <ProfileSelect {...props} />
      ) : (
        <TextField {...props} toText={String} toValue={(text) => text} />
      );
    case 'strings':
      return (
        <TextField
          {...props}
          isLong
          toText={(value) => (typeof value === 'object' ? value.join('\n') : '')}
          toValue={(text) => text.split('\n').filter((line) => line.trim() !== '')}
        />
      );
    case 'choice':
      return setting.values.length > MOST_SEGMENTS ? (
        <Select {...props} values={setting.values} />
      ) : (
        <Segments {...props} values={setting.values} />
      );
    case 'theme':
      return <ThemeControl {...props} others={setting.others} />;
    default:
      return assertNever(setting);
  }
}

function Switch({ value, labelledBy, describedBy, onChange }: ControlProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={value === true}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onClick={() => onChange(value !== true)}
    >
      <span className="switch-knob" />
    </button>
  );
}

type ChoiceProps = ControlProps & {
  readonly values: readonly string[];
  readonly say?: (choice: string) => string;
};

function Segments({ value, values, labelledBy, onChange }: ChoiceProps) {
  return (
    <div className="segments" role="radiogroup" aria-labelledby={labelledBy} onKeyDown={stepRadios}>
      {values.map((choice) => (
        // biome-ignore lint/a11y/useSemanticElements: a row of segments, which a native radio cannot be drawn as
        <button
          key={choice}
          type="button"
          role="radio"
          aria-checked={choice === value}
          tabIndex={choice === value ? 0 : -1}
          onClick={() => onChange(choice)}
        >
          {inWords(choice)}
        </button>
      ))}
    </div>
  );
}

function Select({ value, values, say = inWords, labelledBy, onChange }: ChoiceProps) {
  return (
    <select
      className="field"
      aria-labelledby={labelledBy}
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
    >
      {values.map((choice) => (
        <option key={choice} value={choice}>
          {say(choice)}
        </option>
      ))}
    </select>
  );
}

function ProfileSelect(props: ControlProps) {
  const profiles = useAppState(({ config }) => config.profiles);
  const names = new Set(['', ...Object.keys(profiles), String(props.value)]);
  return <Select {...props} values={[...names]} say={(name) => (name === '' ? 'None' : name)} />;
}

const inWords = (choice: string): string => choice.replaceAll('-', ' ');
