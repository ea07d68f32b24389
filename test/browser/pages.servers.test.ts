import type { Page, Response } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { axeViolations } from './support/axe.ts';
import { focusFaults } from './support/keyboard.ts';
import { servePages } from './support/serve-pages.ts';
import type { ServedPages } from './support/serve-pages.ts';
import { situationsOf, withKeys } from './support/situations.ts';
import type { Situation } from './support/situations.ts';
import { takePicture } from './support/take-picture.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, faultsSeen, startVisit, untilLive } from './support/visit.ts';
import type { Visit } from './support/visit.ts';

const chromium = requireServer('chromium');

const list = [
  'name,phone,first_name',
  ...Array.from({ length: 60 }, (_, row) => `Person ${row},+1202555${String(1000 + row)},P${row}`),
].join('\n');

async function startCampaign({ api }: ServedPages): Promise<string> {
  const { id } = await api<{ id: string }>('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  await api('POST', `/v1/campaigns/${id}/contacts`, list);
  await api('POST', `/v1/campaigns/${id}/start`);
  return id;
}

const schemes = ['light', 'dark'] as const;

/** Every page in one test takes long on a busy machine. */
const patience = 600_000;

/**
 * Opens a page once and looks at it in both schemes: at what is shown, and then at what its disclosures hide. Returns what is
 * wrong, one line each.
 */
async function lookAt(
  visit: Visit,
  { name, path, act }: Situation,
  { url, width }: Place,
): Promise<string[]> {
  const { page, complaints } = visit;
  const found: string[] = [];
  const note = (look: string, faults: readonly string[]): void => {
    found.push(...faults.map((fault) => `${name}, ${look}, ${width} wide: ${fault}`));
  };
  const answer = await open(page, `${url}${path}`);
  if (answer === 'file') return [];
  await act?.(page);
  if ((await page.locator('[data-region]').count()) > 0) await untilLive(page);
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    note(scheme, await faultsSeen(page));
    await takePicture(page, name, `${scheme}-${width}`);
  }
  await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true");
  // A scheme changes colours only. The last one that was shown is the dark one.
  note('dark, opened', await axeViolations(page));
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  note('light, opened', await axeViolations(page, { only: 'color-contrast' }));
  note('opened', await faultsSeen(page));
  if (width > 1000) note('keyboard', await focusFaults(page));
  // A browser reports an answer with an error itself.
  const isError = (answer?.status() ?? 0) >= 400 || act !== undefined;
  note(
    'console',
    complaints.filter((text) => !isError || !text.startsWith('Failed to load resource')),
  );
  complaints.length = 0;
  return found;
}

/** Opens an address. Some are files to download. */
async function open(page: Page, address: string): Promise<Response | null | 'file'> {
  try {
    return await page.goto(address);
  } catch (error) {
    if (String(error).includes('Download is starting')) return 'file';
    throw error;
  }
}

type Place = { url: string; width: number };

describe.runIf(chromium !== null)('pages in a browser', () => {
  const browser = useBrowser(chromium);

  test.each([1400, 360])(
    'are clean and accessible in both schemes, %i wide',
    async (width) => {
      const pages = await servePages();
      const scene = await pages.createScene();
      const visit = await startVisit({ browser: browser(), width });
      const found: string[] = [];
      for (const situation of situationsOf(pages, scene))
        found.push(...(await lookAt(visit, situation, { url: pages.url, width })));
      expect(found).toEqual([]);
    },
    patience,
  );

  test.each([1400, 360])(
    'are clean and accessible with a sign-in, %i wide',
    async (width) => {
      const { url, createScene } = await servePages({ withKeys: true });
      await createScene();
      const visit = await startVisit({ browser: browser(), width });
      const found: string[] = [];
      for (const situation of withKeys) found.push(...(await lookAt(visit, situation, { url, width })));
      expect(found).toEqual([]);
    },
    patience,
  );

  test('a pause in one tab is seen in another, without a reload, over one connection', async () => {
    const pages = await servePages({ speed: 1 });
    await startCampaign(pages);
    const visit = await startVisit({ browser: browser() });
    const other = await visit.context.newPage();
    for (const page of [visit.page, other]) {
      await page.goto(`${pages.url}/campaigns/spring`);
      await untilLive(page);
    }
    await visit.page.getByRole('button', { name: 'Pause…' }).click();
    await visit.page.getByRole('dialog').getByLabel('Reason').fill('lunch');
    await visit.page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await other.locator('.chip', { hasText: 'paused' }).first().waitFor();
    await other.getByRole('button', { name: 'Resume' }).click();
    await visit.page.locator('.chip', { hasText: 'running' }).first().waitFor();
    await expectClean(visit);
  });

  test('the pages are a menu on a narrow screen, which the keyboard opens and closes', async () => {
    const pages = await servePages();
    const visit = await startVisit({ browser: browser(), scheme: 'light', width: 360 });
    const { page } = visit;
    await page.goto(`${pages.url}/campaigns`);
    const link = page.getByRole('link', { name: 'Do not contact' });
    expect(await link.isVisible()).toBe(false);
    expect((await page.locator('.head').boundingBox())?.height).toBeLessThan(60);
    await page.getByRole('button', { name: 'Menu' }).press('Enter');
    await link.waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await link.isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Menu' }).click();
    await link.click();
    await page.getByRole('heading', { name: 'Do not contact', level: 1 }).waitFor();
    await expectClean(visit);
  });
});
