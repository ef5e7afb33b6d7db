// Where the keyboard goes: the terminal of the focused pane has it unless a person took it elsewhere.

/** From the terminal to the active tab, from anywhere else back to the terminal. */
export function toggleChromeFocus(page: Document, focusTerminal: () => void): void {
  const tab = page.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
  if (isInTerminal(page.activeElement)) tab?.focus();
  else focusTerminal();
}

export function isInTerminal(element: Element | null): boolean {
  return element?.closest('.terminal-host') !== null && element !== null;
}

/**
 * Whether the focus may be given to a terminal without taking it from someone: it is nowhere, in another terminal, or on
 * something that went away. A field, a dialog or a chrome control that has it keeps it.
 */
export function isFocusFree(page: Document): boolean {
  const { activeElement } = page;
  return activeElement === null || activeElement === page.body || isInTerminal(activeElement);
}
