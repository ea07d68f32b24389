import { describe, expect, test } from 'vitest';
import { start, temporaryFolder } from '../cli/support/process.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { csvOf } from '../support/builders/contacts.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { axeViolations } from './support/axe.ts';
import { useBrowser } from './support/use-browser.ts';
import { faultsSeen, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

/** Contacts who answer. */
const list = csvOf(Array.from({ length: 300 }, () => '00'));

async function send(url: string, body: string, type = 'application/json'): Promise<{ id: string }> {
  const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': type } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

/** Starts the program, and resolves with the address that it prints. */
async function serve(args: readonly string[], cwd: string, port: string) {
  const running = start(['serve', ...args, '--speed', '60'], { cwd, environment: { PORT: port } });
  const [, url = ''] = await running.says(/ at (http:\S+) /);
  return { ...running, url };
}

describe.runIf(chromium !== null)('a page of a service that is killed', () => {
  const browser = useBrowser(chromium);

  test('says since when it is not live, switches commands off, and catches up without a reload', async () => {
    const cwd = temporaryFolder();
    const first = await serve(['--at', '2027-03-01T10:00:00-05:00'], cwd, '0');
    const campaigns = `${first.url}/v1/campaigns`;
    const { id } = await send(campaigns, JSON.stringify(campaignFile({ name: 'spring' })));
    await send(`${campaigns}/${id}/contacts`, list, 'text/csv');
    await send(`${campaigns}/${id}/start`, '{}');
    const { page } = await startVisit({ browser: browser() });
    await page.goto(`${first.url}/campaigns/spring`);
    await untilLive(page);
    await page.evaluate("globalThis.opened = 'before the kill'");
    const notice = page.getByRole('alert').filter({ hasText: 'Not live since' });
    const commands = page.locator('[data-needs-live] button, button[data-needs-live]');
    expect(await notice.count()).toBe(0);
    const usable = async (): Promise<boolean[]> =>
      Promise.all((await commands.all()).map((button) => button.isEnabled()));
    expect(await usable()).toContain(true);

    first.child.kill('SIGKILL');
    await first.ended;
    await notice.waitFor();
    expect(await notice.innerText()).toMatch(/^Not live since \d\d:\d\d:\d\d [AP]M\. Figures may be old/);
    expect(await usable()).not.toContain(true);
    expect(await axeViolations(page)).toEqual([]);
    expect(await faultsSeen(page)).toEqual([]);
    const figures = page.locator('[data-region^=campaign-figures]');
    const old = await figures.innerText();

    await serve([], cwd, new URL(first.url).port);
    await untilLive(page);
    await notice.waitFor({ state: 'hidden' });
    await expect.poll(() => figures.innerText(), { timeout: 60_000 }).not.toBe(old);
    await expect.poll(usable, { timeout: 60_000 }).toContain(true);
    expect(await page.evaluate('opened')).toBe('before the kill');
    await page.getByRole('button', { name: 'Pause…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
    await page.locator('.chip', { hasText: 'paused' }).first().waitFor();
  });
});
