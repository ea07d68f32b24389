import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';

export type Visit = {
  context: BrowserContext;
  page: Page;
  /** Errors of the console, refusals of the content security policy, and failed requests, since the visit began. */
  complaints: string[];
};

export type VisitInput = {
  browser: Browser;
  scheme?: 'light' | 'dark';
  width?: number;
  height?: number;
};

/** Opens a window that the test closes. Everything that a developer would see in the console is collected. */
export async function startVisit({
  browser,
  scheme = 'light',
  width = 1400,
  height = 900,
}: VisitInput): Promise<Visit> {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
  });
  onTestFinished(() => context.close());
  const complaints: string[] = [];
  const watch = (page: Page): void => {
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
  };
  context.on('page', watch);
  const page = await context.newPage();
  return { context, page, complaints };
}

/** Waits until the regions of the page are live. */
export async function untilLive(page: Page): Promise<void> {
  await page.waitForSelector('html[data-live=on]', { state: 'attached' });
}

const look = (): string => readFileSync(new URL('../in-page/look.js', import.meta.url), 'utf8');

/** Returns what eyes would find: see in-page/look.js. */
export async function faultsSeen(page: Page): Promise<string[]> {
  return page.evaluate(look());
}

/** Fails for what eyes would find, and for any complaint of the console. */
export async function expectClean({ page, complaints }: Visit): Promise<void> {
  expect(await faultsSeen(page)).toEqual([]);
  expect(complaints).toEqual([]);
}
