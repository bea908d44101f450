/** The keyboard map: one registry, so that the help shows what works right now and no two meanings of a key meet unseen. */
import { useEffect, useEffectEvent } from 'react';
import { createStore, useStore } from '../api/store';
import { shortcutsChoice } from './preferences';

export interface Shortcut {
  /** As `KeyboardEvent.key`: `/`, `?`, `p`. */
  readonly key: string;
  /** What it does, in the language of the person. */
  readonly label: string;
  run(): void;
}

const registered = createStore<readonly Shortcut[]>([]);

/** While the component is there, and no dialog is open. The one registered last wins: a part's before its page's. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const run = useEffectEvent((key: string) => shortcuts.find((one) => one.key === key)?.run());
  const signature = shortcuts.map(({ key, label }) => `${key} ${label}`).join('\n');
  useEffect(() => {
    const own = signature === '' ? [] : signature.split('\n').map((line) => ({ key: line.slice(0, line.indexOf(' ')), label: line.slice(line.indexOf(' ') + 1) }));
    const all = own.map((one): Shortcut => ({ ...one, run: () => run(one.key) }));
    registered.set([...registered.get(), ...all]);
    return () => registered.set(registered.get().filter((one) => !all.includes(one)));
  }, [signature]);
}

/** Without those that a later one covers. */
export function useRegisteredShortcuts(): readonly Shortcut[] {
  const all = useStore(registered);
  return all.filter(({ key }, index) => !all.slice(index + 1).some((later) => later.key === key));
}

/** Keys belong to whoever is typed into. */
const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], [role="textbox"], [role="menu"], [role="listbox"]';

export function listenForShortcuts(): () => void {
  const listen = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || shortcutsChoice.get() === 'off') return;
    if (event.target instanceof Element && event.target.closest(TYPED_INTO) !== null) return;
    // A key meant for a dialog must not move the page behind it.
    if (document.querySelector('[aria-modal="true"]') !== null) return;
    const shortcut = registered.get().findLast(({ key }) => key === event.key);
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.run();
  };
  window.addEventListener('keydown', listen);
  return () => window.removeEventListener('keydown', listen);
}
