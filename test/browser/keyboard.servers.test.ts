import { describe, expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { pressByKeyboard, tabTo } from './support/keyboard.ts';
import { keys, servePages } from './support/serve-pages.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

const list = `first_name,phone\n${Array.from({ length: 30 }, (_, row) => `P${row},+1212555${1000 + row}`).join('\n')}\n`;

describe.runIf(chromium !== null)('with the keyboard alone', () => {
  const browser = useBrowser(chromium);

  test('a campaign is created, started, paused and resumed, a contact is found and its history read', async () => {
    const pages = await servePages({ withKeys: true, speed: 1 });
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    const { keyboard } = page;
    const press = (role: 'link' | 'button', name: string | RegExp): Promise<void> =>
      pressByKeyboard(page, role, name);

    await page.goto(`${pages.url}/campaigns`);
    await keyboard.type(keys.root.secret);
    await keyboard.press('Enter');
    await page.waitForURL('**/campaigns');

    await press('link', 'New campaign');
    await page.waitForURL('**/campaigns/new');
    await tabTo(page, 'textbox', /^Name$/);
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('autumn');
    await press('button', 'Write the file from the fields');
    await press('button', 'Create the draft');
    await page.waitForURL('**/prepare');

    await tabTo(page, 'button', /List \(CSV/);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), keyboard.press('Enter')]);
    await chooser.setFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
    await page.getByText('The first 10 rows can be imported.').waitFor();
    await press('button', 'Import');
    await page.getByText('30 contacts.').waitFor();
    await untilLive(page);
    await press('button', 'Start');
    await page.locator('.chip', { hasText: 'running' }).first().waitFor();

    await untilLive(page);
    await press('button', 'Pause…');
    // The dialog takes the focus, and gives it back when it is left with Escape.
    await keyboard.press('Escape');
    expect(await page.locator('button:focus').innerText()).toBe('Pause…');
    await keyboard.press('Enter');
    await page.locator('dialog input:focus').waitFor();
    await keyboard.type('lunch');
    await keyboard.press('Enter');
    await page.locator('.chip', { hasText: 'paused' }).first().waitFor();
    await untilLive(page);
    await press('button', 'Resume');
    await page.locator('.chip', { hasText: 'running' }).first().waitFor();

    await untilLive(page);
    await press('link', /^pending \d+ contacts/);
    await page.waitForURL('**/contacts?state=pending');
    await tabTo(page, 'combobox', 'State');
    await keyboard.type('in-flight');
    await press('button', 'Show');
    await page.waitForURL('**/contacts?state=in-flight**');
    await press('link', /^P\d+$/);
    await page.waitForURL('**/contacts/con_*');
    await untilLive(page);
    await tabTo(page, 'slider', 'Event');
    await keyboard.press('Home');
    await page.locator('.history.past').waitFor();
    await keyboard.press('End');
    await page.locator('.history:not(.past)').waitFor();

    await press('button', 'Sign out');
    await page.waitForURL('**/sign-in');
    await expectClean(visit);
  });
});
