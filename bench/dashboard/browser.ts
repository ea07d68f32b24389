import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { ms, quantile } from '../support/row.ts';
import type { Row } from '../support/row.ts';

const tries = 11;

/** From the last byte of the page to its first painted content. */
const paintMs = `(() => {
  const [navigation] = performance.getEntriesByType('navigation');
  const [paint] = performance.getEntriesByName('first-contentful-paint');
  return paint.startTime - navigation.responseEnd;
})()`;

async function measurePaint(browser: Browser, url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const machine of ['campaign', 'enrollment', 'attempt']) {
    const times: number[] = [];
    for (let index = 0; index < tries; index += 1) {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      await page.goto(`${url}/machines/${machine}`);
      await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
      times.push(await page.evaluate<number>(paintMs));
      await page.close();
    }
    rows.push({
      what: `chart of the machine ${machine} painted`,
      figure: ms(quantile(times, 0.5)),
      target: '100 ms',
      remarks: `from the last byte of the page, in Chromium; longest of ${tries}: ${ms(Math.max(...times))}`,
    });
  }
  return rows;
}

/** Notes when another state is lit. */
const watchState = `(() => {
  globalThis.litAt = 0;
  const read = () => document.querySelector('.full .current.state, .full .current')?.getAttribute('data-state');
  let state = read();
  new MutationObserver(() => {
    if (read() === state) return;
    state = read();
    globalThis.litAt = Date.now();
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
})()`;

async function measureLit(browser: Browser, url: string, campaign: string): Promise<Row> {
  const answer = await fetch(`${url}/v1/campaigns/${campaign}/contacts?state=pending,waiting&limit=1`);
  const { items } = (await answer.json()) as { items: { id: string }[] };
  const contact = items[0]?.id ?? '';
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  await page.goto(`${url}/machines/enrollment/${contact}?campaign=${campaign}`);
  await page.waitForSelector('html[data-live=on]', { state: 'attached' });
  await page.evaluate(watchState);
  const times: number[] = [];
  for (let index = 0; index < 2 * tries; index += 1) {
    await page.evaluate('globalThis.litAt = 0');
    const command = index % 2 === 0 ? 'pause' : 'resume';
    const done = await fetch(`${url}/v1/campaigns/${campaign}/contacts/${contact}/${command}`, {
      method: 'POST',
    });
    if (!done.ok) throw new Error(`${command}: ${done.status} ${await done.text()}`);
    const committedAt = Date.now();
    for (let litAt = 0; litAt === 0;) {
      await delay(5);
      litAt = await page.evaluate<number>('globalThis.litAt');
      if (litAt > 0) times.push(Math.max(0, litAt - committedAt));
    }
  }
  await page.close();
  return {
    what: 'lit state after a commit',
    figure: `p50 ${ms(quantile(times, 0.5))}, longest ${ms(Math.max(...times))}`,
    target: '500 ms',
    remarks: `${times.length} orders; from the answer to the order, which follows its commit, to the changed chart`,
  };
}

/** Measures what a browser shows: the charts of machines, and how late a state is lit. */
export async function measureInBrowser(input: {
  program: string;
  url: string;
  campaign: string;
}): Promise<Row[]> {
  const { program, url, campaign } = input;
  const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
  try {
    return [...(await measurePaint(browser, url)), await measureLit(browser, url, campaign)];
  } finally {
    await browser.close();
  }
}
