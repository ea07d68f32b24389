import { describe, expect, test } from 'vitest';
import { requireServer } from '../support/servers/require-server.ts';
import { axeViolations } from './support/axe.ts';
import { servePages } from './support/serve-pages.ts';
import { takePicture } from './support/take-picture.ts';
import { useBrowser } from './support/use-browser.ts';
import { expectClean, startVisit, untilLive } from './support/visit.ts';

const chromium = requireServer('chromium');

const list = [
  'first_name,Office,Cell',
  ...Array.from({ length: 60 }, (_, row) => `P${row},12,+1202555${String(1000 + row)}`),
].join('\n');

describe.runIf(chromium !== null)('a new campaign in a browser', () => {
  const browser = useBrowser(chromium);

  test('is written, gets its list with a corrected column, and starts', async () => {
    const pages = await servePages({ speed: 1 });
    const visit = await startVisit({ browser: browser() });
    const { page } = visit;
    await page.goto(`${pages.url}/campaigns/new`);
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('autumn');
    await page.getByRole('button', { name: 'Write the file' }).click();
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.waitForURL('**/prepare');
    const buffer = Buffer.from(list);
    await page.getByLabel('List (CSV').setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer });
    await page.getByLabel('Role of Office').selectOption('');
    await page.getByLabel('Role of Cell').selectOption('phone');
    await page.getByText('The first 10 rows can be imported.').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import' }).click();
    await page.getByText('60 contacts.').waitFor();
    await page.getByText('Nothing prevents the start.').waitFor();
    await untilLive(page);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('.chip', { hasText: 'running' }).first().waitFor();
    await expectClean(visit);
  });

  test('a file that is no list is refused before it is sent', async () => {
    const pages = await servePages();
    const { id } = await pages.api<{ id: string }>('POST', '/v1/campaigns', {
      name: 'spring',
      steps: [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    });
    const visit = await startVisit({ browser: browser() });
    await visit.page.goto(`${pages.url}/campaigns/${id}/prepare`);
    const buffer = Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj');
    const file = { name: 'list.csv', mimeType: 'text/csv', buffer };
    await visit.page.getByLabel('List (CSV').setInputFiles(file);
    await visit.page.locator('[data-preview] .problem').waitFor();
    expect(await visit.page.locator('[data-preview] .problem').innerText()).toMatch(/PDF/i);
  });

  test('a second tab that edits it keeps its text, and shows the present file', async () => {
    const pages = await servePages();
    const { id } = await pages.api<{ id: string }>('POST', '/v1/campaigns', {
      name: 'spring',
      steps: [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello.' }] }],
    });
    const [{ page: first }, { page: second }] = await Promise.all([
      startVisit({ browser: browser() }),
      startVisit({ browser: browser() }),
    ]);
    const write = async (page: typeof first, priority: string): Promise<void> => {
      const file = page.getByLabel('Campaign file (YAML)');
      await file.fill((await file.inputValue()).replace('priority: 5', priority));
      await page.getByRole('button', { name: 'Save' }).click();
    };
    for (const page of [first, second]) await page.goto(`${pages.url}/campaigns/${id}/edit`);
    await write(first, 'priority: 8');
    await first.waitForURL(`**/campaigns/${id}`);
    await write(second, 'priority: 2');
    await second.getByText('Nothing was saved.').waitFor();
    expect(await second.getByLabel('Campaign file (YAML)').inputValue()).toContain('priority: 2');
    expect(await second.getByLabel('The present file (version 2)').inputValue()).toContain('priority: 8');
    expect(await axeViolations(second)).toEqual([]);
    await takePicture(second, 'edit, changed meanwhile', 'light');
    await second.getByRole('link', { name: 'load the present file' }).click();
    await second.getByRole('button', { name: 'Save' }).waitFor();
    expect(await second.getByLabel('Campaign file (YAML)').inputValue()).toContain('priority: 8');
  });
});
