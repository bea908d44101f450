/** What a person likes on this machine. Kept in the browser; public/before-paint.js applies what shows before React runs. */
import { createStore, useStore, type Store } from '../api/store';

export const DENSITIES = ['comfortable', 'compact'] as const;
export type Density = (typeof DENSITIES)[number];

function kept<Value extends string>(name: string, values: readonly [Value, ...Value[]]): Store<Value> {
  const key = `esquadrao.${name}`;
  const found = values.find((value) => value === localStorage.getItem(key));
  const store = createStore<Value>(found ?? values[0]);
  return {
    ...store,
    set(value) {
      localStorage.setItem(key, value);
      store.set(value);
    },
  };
}

const density = kept<Density>('density', DENSITIES);
/** Keys without Ctrl or Alt can be in the way of speech input: WCAG 2.1.4. */
export const shortcutsChoice = kept('shortcuts', ['on', 'off']);
export const navChoice = kept('nav', ['wide', 'narrow']);

export const useDensity = (): Density => useStore(density);

export function chooseDensity(value: Density): void {
  density.set(value);
  document.documentElement.setAttribute('data-density', value);
}
