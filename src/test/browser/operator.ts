/** What an operator does in the console, by the words he reads there. */
import type { Page } from 'playwright-core';
import { ADMIN } from '../product';

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Logs in and waits for the page that was asked for. */
export async function logIn(page: Page, path = '/', { email, password }: Person = ADMIN): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Senha', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page.waitForURL((url) => url.pathname + url.search === path);
  await settled(page);
}

/** Another screen, as a link would open it: the session stays. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

/** The screen is there, and nothing of it is still being loaded. */
export async function settled(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  await page.locator('main[aria-busy="false"]').waitFor();
  await page.waitForFunction(() => (globalThis as unknown as { document: { querySelector(q: string): unknown } }).document.querySelector('main .mantine-Skeleton-root') === null);
}
