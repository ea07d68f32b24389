import { describe, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { axeViolations } from './support/axe.ts';
import { servePages } from './support/serve-pages.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

describe.runIf(chromium !== null)('calls in a browser', () => {
  const browser = useBrowser(chromium);

  test.each([
    { scheme: 'light', width: 1400 },
    { scheme: 'dark', width: 360 },
  ] as const)(
    'a call appears, is hung up, and is shown with its evidence: $scheme, $width wide',
    async (look) => {
      const pages = await servePages({ speed: 1 });
      const visit = await startVisit({ browser: browser(), ...look });
      const { page } = visit;
      await page.goto(`${pages.url}/calls`);
      await untilLive(page);
      await page.getByText('No call is open.').waitFor();
      const { id } = await pages.api<{ id: string }>(
        'POST',
        '/v1/campaigns',
        campaignFile({ name: 'spring' }),
      );
      await pages.api('POST', `/v1/campaigns/${id}/contacts`, csvOf(['00']));
      await pages.api('POST', `/v1/campaigns/${id}/start`);
      await page.getByText('1 call open.').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await expectClean(visit);
      const address = await page.locator('tr[id^=call-] a').first().getAttribute('href');
      await page.getByRole('button', { name: 'Hang up…' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Hang up' }).click();
      await page.getByText('No call is open.').waitFor();
      await page.goto(`${pages.url}${address ?? ''}`);
      await untilLive(page);
      await page.locator('.ladder [aria-current]', { hasText: 'decides' }).waitFor();
      await page
        .getByText(/Its end was ordered|The call has ended/)
        .first()
        .waitFor();
      await page.keyboard.press('[');
      await page.locator('.history.past').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await expectClean(visit);
    },
  );
});
