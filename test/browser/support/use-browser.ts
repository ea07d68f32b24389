import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';

/** Starts a browser before the tests of a block and closes it after them. Call it only if `path` is there. */
export function useBrowser(path: string | null): () => Browser {
  let browser: Browser | null = null;
  beforeAll(async () => {
    // A container has no user namespaces and no graphics card.
    browser = await chromium.launch({ executablePath: path ?? '', args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return () => {
    if (!browser) throw new Error('the browser is started before the first test, not before the block');
    return browser;
  };
}
