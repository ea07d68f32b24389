import { describe, expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { axeViolations } from './support/axe.ts';
import { servePages } from './support/serve-pages.ts';
import type { ServedPages } from './support/serve-pages.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

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

/** The pages that are looked at in every scheme and width. */
const paths = [
  '/',
  '/calls',
  '/campaigns',
  '/campaigns/new',
  '/campaigns/spring',
  '/campaigns/spring/contacts',
  '/campaigns/spring/prepare',
  '/clients/default',
  '/do-not-contact',
  '/instances',
  '/limits',
  '/machines',
  '/machines/attempt',
  '/proof',
  '/settings',
  '/nothing',
];

describe.runIf(chromium !== null)('pages in a browser', () => {
  const browser = useBrowser(chromium);

  test.each([
    { scheme: 'light', width: 1400 },
    { scheme: 'dark', width: 1400 },
    { scheme: 'light', width: 360 },
    { scheme: 'dark', width: 360 },
  ] as const)('are clean and accessible, $scheme, $width wide', async ({ scheme, width }) => {
    const pages = await servePages();
    const campaign = await startCampaign(pages);
    const visit = await startVisit({ browser: browser(), scheme, width });
    for (const path of [...paths, `/machines/campaign/${campaign}`]) {
      await visit.page.goto(`${pages.url}${path}`);
      if (path === '/nothing') visit.complaints.length = 0;
      else if ((await visit.page.locator('[data-region]').count()) > 0) await untilLive(visit.page);
      expect(await axeViolations(visit.page)).toEqual([]);
      await expectClean(visit);
    }
  });

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
});
