/**
 * Takes docs/campaign.png and the pictures of docs/guide.md, from a real service with the carrier simulator in the middle of a
 * campaign. Run it with `npm run screenshot`. It needs Chromium (see scripts/servers/servers.ts).
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { findServer, servers } from '../servers/servers.ts';
import { runExample } from './run-example.ts';

const inProject = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const size = { width: 1400 };

type Shot = {
  file: string;
  height: number;
  scale?: number;
  path: string;
  act?: (page: Page) => Promise<void>;
};

/** The pictures, with the page of each. `campaign` is the path of the campaign that runs. */
function shotsOf(campaign: string): Shot[] {
  return [
    { file: 'campaign.png', height: 1_100, scale: 1.5, path: campaign },
    { file: 'pictures/guide-now.png', height: 640, path: '/' },
    { file: 'pictures/guide-new.png', height: 780, path: '/campaigns/new' },
    { file: 'pictures/guide-campaign.png', height: 820, path: campaign },
    {
      file: 'pictures/guide-rehearsal.png',
      height: 560,
      path: `${campaign}/prepare`,
      async act(page) {
        await page.getByRole('button', { name: 'Rehearse' }).click();
        await page.getByRole('heading', { name: 'Rehearsal of' }).waitFor({ timeout: 120_000 });
      },
    },
    {
      file: 'pictures/guide-contact.png',
      height: 900,
      path: `${campaign}/contacts?state=waiting`,
      async act(page) {
        await page.locator('tbody a').first().click();
        await page.waitForURL('**/contacts/con_*');
      },
    },
    { file: 'pictures/guide-proof.png', height: 520, path: '/proof' },
  ];
}

/** Takes a picture of a page when it is live. */
async function take(
  browser: Browser,
  url: string,
  { file, height, scale = 1, path, act }: Shot,
): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: size.width, height },
    deviceScaleFactor: scale,
    colorScheme: 'light',
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  });
  await page.goto(`${url}${path}`);
  await act?.(page);
  if ((await page.locator('[data-region]').count()) > 0)
    await page.waitForSelector('html[data-live=on]', { state: 'attached' });
  await page.screenshot({ path: inProject(`docs/${file}`) });
  await page.close();
}

const program = findServer('chromium');
if (program === null) throw new Error(`There is no chromium: ${servers.chromium.howToGet}.`);
const example = await runExample({ percent: 35, speed: 60 });
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu'] });
try {
  mkdirSync(inProject('docs/pictures'), { recursive: true });
  for (const shot of shotsOf(`/campaigns/${example.campaign}`)) await take(browser, example.url, shot);
} finally {
  await browser.close();
  await example.stop();
}
