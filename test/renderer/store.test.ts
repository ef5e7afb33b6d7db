import { describe, expect, it } from 'vitest';
import { createStore } from '../../renderer/store/store.ts';

describe('the store', () => {
  it('should tell listeners of a new value, in the order they came', () => {
    const store = createStore(1);
    const heard: string[] = [];
    store.subscribe(() => heard.push(`first ${store.get()}`));
    store.subscribe(() => heard.push(`second ${store.get()}`));
    store.update((value) => value + 1);
    expect(heard).toEqual(['first 2', 'second 2']);
  });

  it('should keep quiet when the value stays the same', () => {
    const value = { a: 1 };
    const store = createStore(value);
    let calls = 0;
    store.subscribe(() => calls++);
    store.update((same) => same);
    expect(calls).toBe(0);
    expect(store.get()).toBe(value);
  });

  it('should not call a listener that has left, even one that leaves while being told', () => {
    const store = createStore(0);
    let calls = 0;
    const leave = store.subscribe(() => {
      calls++;
      leave();
    });
    store.update(() => 1);
    store.update(() => 2);
    expect(calls).toBe(1);
  });
});
