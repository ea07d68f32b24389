import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const recorder = (): string => readFileSync(new URL('../in-page/record-focus.js', import.meta.url), 'utf8');

/**
 * Walks through a page with the Tab key. Returns what is wrong, one line each: elements that are not reached (also because an
 * earlier one keeps the focus), and those whose focus is not seen.
 */
export async function focusFaults(page: Page): Promise<string[]> {
  const wanted = await page.evaluate<number>(recorder());
  // Beyond the last element the focus leaves the page once.
  for (let presses = 0; presses < wanted + 2; presses += 1) await page.keyboard.press('Tab');
  return page.evaluate('focusFaults()');
}

type Role = Parameters<Page['getByRole']>[0];

const mostPresses = 200;

/** Presses the Tab key until the element with this role and name has the focus. */
export async function tabTo(page: Page, role: Role, name: string | RegExp): Promise<void> {
  const wanted = page.getByRole(role, { name }).and(page.locator(':focus'));
  for (let presses = 0; presses < mostPresses; presses += 1) {
    if ((await wanted.count()) > 0) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`The Tab key does not reach the ${role} ${String(name)}.`);
}

/** Goes to a link or a button with the Tab key and presses Enter. */
export async function pressByKeyboard(page: Page, role: Role, name: string | RegExp): Promise<void> {
  await tabTo(page, role, name);
  await page.keyboard.press('Enter');
}
