import { describe, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { axeViolations } from './support/axe.ts';
import { servePages } from './support/serve-pages.ts';
import type { ServedPages } from './support/serve-pages.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

type Contact = { id: string; state: string };

/** Starts a campaign with one contact that is called once, and returns the address of the contact's page. */
async function createContact({ api }: ServedPages): Promise<{ contact: string; path: string }> {
  const { id } = await api<{ id: string }>('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
  await api('POST', `/v1/campaigns/${id}/contacts`, csvOf(['00']));
  const { items } = await api<{ items: Contact[] }>('GET', `/v1/campaigns/${id}/contacts`);
  const contact = items[0]?.id ?? '';
  return { contact, path: `/campaigns/${id}/contacts/${contact}` };
}

describe.runIf(chromium !== null)('the page of a contact in a browser', () => {
  const browser = useBrowser(chromium);

  test('follows a contact, and steps back through its history with the slider, keys and clicks', async () => {
    const pages = await servePages({ speed: 1 });
    const { contact, path } = await createContact(pages);
    const command = (name: string) => pages.api('POST', `/v1/campaigns/spring/contacts/${contact}/${name}`);
    await command('pause');
    await command('resume');
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}${path}`);
    await untilLive(page);
    const lit = () => page.locator('.chart-scroll.wide .current').getAttribute('data-state');
    const slider = page.getByRole('slider', { name: 'Event' });
    expect(await lit()).toBe('pending');
    await page.keyboard.press('[');
    expect(await lit()).toBe('paused');
    expect(await slider.getAttribute('aria-valuetext')).toBe(
      '1 of 2: the contact was paused: by local, paused',
    );
    expect(await page.locator('[aria-current=step]').count()).toBe(1);
    // The chosen event stays chosen while the present goes on.
    await command('remove');
    await page.locator('.commands .chip', { hasText: 'cancelled' }).waitFor();
    expect(await slider.getAttribute('max')).toBe('3');
    expect(await lit()).toBe('paused');
    await page.keyboard.press(']');
    expect(await lit()).toBe('pending');
    await page.keyboard.press('l');
    expect(await lit()).toBe('cancelled');
    await page.locator('[data-event]').first().click();
    expect(await lit()).toBe('paused');
    await slider.fill('3');
    expect(await lit()).toBe('cancelled');
    expect(await axeViolations(page)).toEqual([]);
    await expectClean(visit);
  });

  test('is clean on a narrow screen, and takes a command after it was confirmed', async () => {
    const pages = await servePages({ speed: 1 });
    const { path } = await createContact(pages);
    const visit = await startVisit({ browser: browser(), width: 360, scheme: 'dark' });
    const { page } = visit;
    await page.goto(`${pages.url}${path}`);
    await untilLive(page);
    await page.getByRole('button', { name: 'Pause…' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('asked to wait');
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.locator('.commands .chip', { hasText: 'paused' }).waitFor();
    await page.locator('.events', { hasText: 'asked to wait' }).waitFor();
    await untilLive(page);
    expect(await axeViolations(page)).toEqual([]);
    await expectClean(visit);
  });

  test('everything that matches is counted and then changed once, also after a double click', async () => {
    const pages = await servePages({ speed: 1 });
    await createContact(pages);
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}/campaigns/spring/contacts?state=pending`);
    await page.getByRole('button', { name: 'Count…' }).click();
    await page.getByText('Pause 1 contact?').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Pause 1 contact' }).dblclick();
    await page.getByText('Pause: 1 changed, 0 were so already').waitFor();
    await expectClean(visit);
  });

  test('a list says how many rows have changed, and leaves them as they are until it is loaded again', async () => {
    const pages = await servePages({ speed: 1 });
    const { contact } = await createContact(pages);
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}/campaigns/spring/contacts`);
    await untilLive(page);
    const notice = page.locator('.changes');
    expect(await notice.isVisible()).toBe(false);
    await pages.api('POST', `/v1/campaigns/spring/contacts/${contact}/pause`);
    await notice.getByText('1 row has changed.').waitFor();
    const state = page.locator('tbody .chip').first();
    expect(await state.textContent()).toBe('pending');
    expect(await axeViolations(page)).toEqual([]);
    await notice.getByRole('link', { name: 'Refresh' }).click();
    await untilLive(page);
    expect(await state.textContent()).toBe('paused');
    expect(await notice.isVisible()).toBe(false);
    await expectClean(visit);
  });
});
