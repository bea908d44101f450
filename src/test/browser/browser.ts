/** A real Chromium on a running product: what every browser test needs, and nothing a screen knows. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

export const PHONE = { width: 390, height: 844 } as const;
export const DESK = { width: 1440, height: 900 } as const;
export const WIDE = { width: 1920, height: 1080 } as const;
export type Theme = 'light' | 'dark';

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    // The sandbox needs privileges that root in a container does not have; /dev/shm is small there.
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
}

function findChromium(): string {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const found = [process.env['CHROMIUM_PATH'], ...names.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout.trim())];
  const path = found.find((candidate) => candidate && existsSync(candidate));
  if (path === undefined) throw new Error('No Chromium in the PATH: `npm test` installs it, or set CHROMIUM_PATH');
  return path;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page since it was opened: errors it threw or wrote to its console. */
  readonly faults: string[];
}

export interface Look {
  readonly size?: { readonly width: number; readonly height: number };
  readonly theme?: Theme;
  readonly locale?: string;
}

/** A new visitor with a browser profile of his own. */
export async function visit(browser: Browser, url: string, { size = DESK, theme = 'light', locale = 'pt-BR' }: Look = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, colorScheme: theme, locale, timezoneId: 'America/Sao_Paulo', baseURL: url, reducedMotion: 'reduce' });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // Chromium writes a line for every answer above 399; refused requests are part of many stories.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text());
  });
  return { page, context, faults };
}

/** What axe finds against WCAG 2.2 AA, one line a fault, with the first place of each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  // Evaluated rather than added as a script: the page's content policy refuses foreign scripts, and shall.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe.run;
    return run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
  });
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}) ${nodes[0]?.html.slice(0, 200) ?? ''} ${nodes[0]?.failureSummary?.split('\n')[1] ?? ''}`);
}

/** Nothing of the page is wider than its window. */
export async function overflows(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { documentElement } = (globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }).document;
    return documentElement.scrollWidth - documentElement.clientWidth;
  });
}
