import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { axeViolations } from './support/axe.ts';
import { servePages } from './support/serve-pages.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

const labelsOutside = (page: Page): Promise<string[]> =>
  page.evaluate(readFileSync(new URL('in-page/labels-outside.js', import.meta.url), 'utf8'));

describe.runIf(chromium !== null)('machines in a browser', () => {
  const browser = useBrowser(chromium);

  test('every label fits its box', async () => {
    const pages = await servePages();
    const visit = await startVisit({ browser: browser() });
    for (const width of [1400, 360]) {
      await visit.page.setViewportSize({ width, height: 900 });
      for (const path of ['/machines', '/machines/campaign', '/machines/enrollment', '/machines/attempt']) {
        await visit.page.goto(`${pages.url}${path}`);
        expect({ path, width, texts: await labelsOutside(visit.page) }).toEqual({ path, width, texts: [] });
      }
    }
  });

  test('a large chart is walked with the arrow keys, zoomed and moved', async () => {
    const pages = await servePages();
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}/machines/campaign`);
    const svg = page.locator('.machine svg');
    const widthNow = async () => Number(await svg.getAttribute('width'));
    const focused = () => page.evaluate(`document.activeElement?.getAttribute('data-state')`);
    await page.locator('.chart-scroll').focus();
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('draft');
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('scheduled');
    // What can follow stands out, and nothing does after the chart is left.
    expect(await page.locator('.arrow.next').count()).toBeGreaterThan(2);
    expect(await page.locator('.arrow.next text', { hasText: 'UNSCHEDULE' }).count()).toBe(1);
    const whole = await widthNow();
    await page.keyboard.press('+');
    expect(await widthNow()).toBeCloseTo(whole * 1.25);
    await page.keyboard.press('0');
    expect(await widthNow()).toBe(whole);
    await page.getByRole('button', { name: 'Larger' }).click();
    await page.getByRole('button', { name: 'Larger' }).click();
    expect(await page.locator('.arrow.next').count()).toBe(0);
    const scroller = page.locator('.chart-scroll');
    const box = await scroller.boundingBox();
    if (!box) throw new Error('the chart is not shown');
    const top = () => scroller.evaluate((element) => element.scrollTop);
    const before = await top();
    await page.mouse.move(box.x + 200, box.y + 300);
    await page.mouse.down();
    await page.mouse.move(box.x + 200, box.y + 180);
    await page.mouse.up();
    expect(await top()).toBe(before + 120);
    expect(await axeViolations(page)).toEqual([]);
    await expectClean(visit);
  });

  test('the history of an actor is scrubbed, and followed while it is live', async () => {
    const pages = await servePages({ speed: 1 });
    const { id } = await pages.api<{ id: string }>('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
    await pages.api('POST', `/v1/campaigns/${id}/contacts`, csvOf(['00']));
    const { items } = await pages.api<{ items: { id: string }[] }>('GET', `/v1/campaigns/${id}/contacts`);
    const contact = items[0]?.id ?? '';
    const command = (name: string) => pages.api('POST', `/v1/campaigns/spring/contacts/${contact}/${name}`);
    await command('pause');
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}/machines/enrollment/${contact}?campaign=${id}`);
    await untilLive(page);
    const lit = () => page.locator('.full .current').getAttribute('data-state');
    const changed = () => page.locator('.snapshot:not([hidden]) .changed').allInnerTexts();
    const accepts = () => page.locator('[data-accepts]:not([hidden]) code').allInnerTexts();
    const follow = page.getByRole('button', { name: 'Follow' });
    expect(await lit()).toBe('paused');
    expect(await page.locator('.arrow.taken').count()).toBe(1);
    expect(await accepts()).toContain('RESUME');

    await command('resume');
    await page.locator('.commands .chip', { hasText: 'pending' }).waitFor();
    expect(await lit()).toBe('pending');
    expect(await accepts()).not.toContain('RESUME');
    expect((await changed()).join()).toContain('was paused');

    await page.keyboard.press('[');
    expect(await lit()).toBe('paused');
    expect(await accepts()).toContain('RESUME');
    expect(await follow.getAttribute('aria-pressed')).toBe('false');
    await page.keyboard.press('l');
    expect(await lit()).toBe('pending');

    // Without following, the newest event stays chosen.
    await follow.click();
    await command('remove');
    await page.locator('.commands .chip', { hasText: 'cancelled' }).waitFor();
    expect(await lit()).toBe('pending');
    await follow.click();
    expect(await lit()).toBe('ended');
    expect(await axeViolations(page)).toEqual([]);
    await expectClean(visit);
  });

  test('an actor is clean on a narrow dark screen', async () => {
    const pages = await servePages({ speed: 1 });
    const { id } = await pages.api<{ id: string }>('POST', '/v1/campaigns', campaignFile({ name: 'spring' }));
    const visit = await startVisit({ browser: browser(), width: 360, scheme: 'dark' });
    await visit.page.goto(`${pages.url}/machines/campaign/${id}`);
    await untilLive(visit.page);
    expect(await axeViolations(visit.page)).toEqual([]);
    await expectClean(visit);
  });
});
