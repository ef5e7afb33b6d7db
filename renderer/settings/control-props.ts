// What every control of a setting is given.
import type { ConfigValue } from '../../shared/config-path.ts';
import type { Setting } from '../../shared/config-schema.ts';

export interface ControlProps {
  readonly setting: Setting;
  readonly settingKey: string;
  readonly value: ConfigValue;
  readonly labelledBy: string;
  readonly describedBy: string;
  /** Null if the value fits, else what it should be. */
  readonly check: (value: ConfigValue) => string | null;
  readonly onChange: (value: ConfigValue) => void;
}
