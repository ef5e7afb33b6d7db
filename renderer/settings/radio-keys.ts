// Arrows in a group of buttons that are radios: the one that they lead to is chosen and focused, as a browser's own would be.
import type { KeyboardEvent } from 'react';

const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** For the keydown of the group. */
export function stepRadios(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const radios = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=radio]')];
  const next = radios[radios.indexOf(document.activeElement as HTMLElement) + step];
  next?.focus();
  next?.click();
}
