/**
 * Whether the server can be reached. The first request that gets no answer says no; from then on it is asked by itself,
 * ever less often, until it answers. TanStack Query holds its queries meanwhile and goes on with them.
 */
import { onlineManager } from '@tanstack/react-query';
import { createStore } from './store';

export const reachable = createStore(true);

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;
let waitMs = FIRST_WAIT_MS;
let timer: number | undefined;

/** A request got no answer. */
export function lostNetwork(): void {
  if (!reachable.get()) return;
  set(false);
  waitMs = FIRST_WAIT_MS;
  probeLater();
}

/** Something else than a request has been cut off. */
export async function check(): Promise<void> {
  if (reachable.get() && !(await answers())) lostNetwork();
}

/** Now, rather than when it is due: the person presses the button, or the browser is back online. */
export async function probe(): Promise<void> {
  window.clearTimeout(timer);
  if (await answers()) set(true);
  else probeLater();
}

const answers = (): Promise<boolean> =>
  fetch('/health/live', { cache: 'no-store' }).then(
    (response) => response.status < 500,
    () => false,
  );

function probeLater(): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void probe(), waitMs);
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
}

function set(value: boolean): void {
  reachable.set(value);
  onlineManager.setOnline(value);
}

window.addEventListener('offline', lostNetwork);
window.addEventListener('online', () => {
  if (!reachable.get()) void probe();
});
