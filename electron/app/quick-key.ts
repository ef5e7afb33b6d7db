// The key that drops the quick terminal down from any program: registered with the system as the configuration has it now.
// A key that cannot be had is said, and changes nothing else.
import { parseKey, writeKey } from '../../shared/key-binding.ts';

export interface QuickKeyOptions {
  /** The system's shortcuts (Electron's `globalShortcut`). */
  readonly shortcuts: {
    register(accelerator: string, act: () => void): boolean;
    unregister(accelerator: string): void;
  };
  toggle(): void;
  say(text: string): void;
}

export class QuickKey {
  readonly #options: QuickKeyOptions;
  #wanted = '';
  #registered: string | null = null;

  constructor(options: QuickKeyOptions) {
    this.#options = options;
  }

  /** `key`: as in config.toml; empty: none. */
  follow(key: string): void {
    if (key === this.#wanted) return;
    const { shortcuts, toggle, say } = this.#options;
    if (this.#registered !== null) shortcuts.unregister(this.#registered);
    this.#registered = null;
    this.#wanted = key;
    if (key === '') return;
    const accelerator = acceleratorOf(key);
    if (accelerator === null) {
      say(`window.quick_terminal_key: ${JSON.stringify(key)} is not a key, such as Ctrl+Alt+Space.`);
    } else if (shortcuts.register(accelerator, toggle)) this.#registered = accelerator;
    else say(`The quick terminal cannot have ${key}: another program has it, or the system keeps it.`);
  }
}

/** In Electron's words; null for what is no key. A key without a modifier could not be typed anywhere any more. */
function acceleratorOf(key: string): string | null {
  try {
    const binding = parseKey(key);
    const isTyped = !binding.ctrl && !binding.alt && !binding.meta && !/^f\d+$/.test(binding.key);
    return isTyped ? null : writeKey(binding).replace('Cmd', 'Super');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
