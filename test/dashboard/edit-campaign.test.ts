import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyOf } from '../support/builders/api-keys.ts';
import { campaignFile } from '../support/builders/campaigns.ts';
import { attribute, readHtml, textOf } from '../support/pages/read-html.ts';
import { createPageClient } from '../support/service/page-client.ts';
import type { PageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

const watcher = keyOf('watcher', 'viewer', '*');
const north = keyOf('north', 'operator', 'northwind');
const south = keyOf('south', 'operator', 'southwind');
const bearer = { authorization: `Bearer ${north.secret}` };
const hostile = '<script>alert(1)</script>‮';

let service: TestService;
let client: PageClient;
const signedIn = async ({ secret }: { secret: string }): Promise<PageClient> => {
  const own = createPageClient(service);
  expect((await own.signIn(secret)).status).toBe(303);
  return own;
};
beforeAll(async () => {
  service = await startService({ apiKeys: [watcher, north, south], owner: 'caller' });
  client = await signedIn(north);
});
afterAll(() => service.close());

async function create(name: string): Promise<string> {
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile({ name }), bearer);
  return String(body['id']);
}
const stored = async (id: string) =>
  (await service.send('GET', `/v1/campaigns/${id}`, undefined, bearer)).body;

/** The text and the version that a page would send. */
function formIn(page: string): { file: string; version: string } {
  const { elements } = readHtml(page);
  const text = elements.find((element) => attribute(element, 'name') === 'file');
  const version = elements.find((element) => attribute(element, 'name') === 'version');
  return {
    file: text ? textOf(text) : '',
    version: (version && attribute(version, 'value')) ?? '',
  };
}
const load = async (id: string, from = client) => formIn((await from.get(`/campaigns/${id}/edit`)).text);
const save = (id: string, form: Record<string, string>, from = client) =>
  from.post(`/ui/edit-campaign/${id}`, form);

describe('editing a campaign', () => {
  test('the stored file is shown; saved as it is, it changes nothing', async () => {
    const id = await create('unchanged');
    const { definition, definitionVersion } = await stored(id);
    const { status, headers } = await save(id, await load(id));
    expect({ status, to: headers.get('location') }).toEqual({ status: 303, to: `/campaigns/${id}` });
    expect(await stored(id)).toMatchObject({ definition, definitionVersion });
  });

  test('values that are changed, added and removed in the text are so in the campaign', async () => {
    const id = await create('changed');
    const change = async (edit: (file: string) => string): Promise<Record<string, unknown>> => {
      const { file, version } = await load(id);
      expect((await save(id, { file: edit(file), version })).status).toBe(303);
      return stored(id);
    };
    const added = await change((file) =>
      file.replace('priority: 5', 'priority: 8').replace('variables: {}', 'variables:\n  hall: B\n  gate: C'),
    );
    expect(added).toMatchObject({
      definitionVersion: 2,
      definition: { priority: 8, variables: { hall: 'B', gate: 'C' } },
    });
    const removed = await change((file) => file.replace('priority: 8\n', '').replace('  hall: B\n', ''));
    expect(removed).toMatchObject({ definitionVersion: 3, definition: { priority: 5 } });
    expect((removed['definition'] as { variables: object }).variables).toEqual({ gate: 'C' });
  });

  test('errors come back with their place, the text as it was typed and its version', async () => {
    const id = await create('faulty');
    const { file, version } = await load(id);
    const text = `${file}priorty: "${hostile}"\n`;
    const { status, text: page } = await save(id, { file: text, version });
    expect(status).toBe(422);
    expect(page).toMatch(/Line \d+, column 1/);
    expect(page).toContain('nothing was saved');
    expect(page).not.toContain('<script>alert');
    expect(formIn(page)).toEqual({ file: text, version });
    expect(await stored(id)).toMatchObject({ definitionVersion: 1 });
  });
});

describe('two tabs that edit one campaign', () => {
  test('the second one keeps its text, sees the present file, and may then replace it', async () => {
    const id = await create('two-tabs');
    const [first, second] = [await load(id), await load(id)];
    const ofFirst = { ...first, file: first.file.replace('priority: 5', 'priority: 8') };
    const ofSecond = { ...second, file: second.file.replace('priority: 5', 'priority: 2') };
    expect((await save(id, ofFirst)).status).toBe(303);

    const refused = await save(id, ofSecond);
    expect(refused.status).toBe(409);
    expect(refused.text).toMatch(/definition has version 2, not 1\. The last edit was by \S*north\S*, at/);
    expect(refused.text).toContain(`href="/campaigns/${id}/edit"`);
    const shown = formIn(refused.text);
    expect(shown).toEqual({ file: ofSecond.file, version: '2' });
    const present = readHtml(refused.text).elements.find((one) => attribute(one, 'id') === 'present');
    expect(present && textOf(present)).toContain('priority: 8');
    expect(await stored(id)).toMatchObject({ priority: 8, definitionVersion: 2 });

    expect((await save(id, shown)).status).toBe(303);
    expect(await stored(id)).toMatchObject({ priority: 2, definitionVersion: 3 });
  });

  test('a text without its version is not saved', async () => {
    const id = await create('no-version');
    const { file } = await load(id);
    const { status } = await save(id, { file: file.replace('priority: 5', 'priority: 8') });
    expect(status).toBe(422);
    expect(await stored(id)).toMatchObject({ priority: 5, definitionVersion: 1 });
  });
});

describe('what cannot be edited', () => {
  const buttonIn = (page: string) =>
    readHtml(page).elements.find((one) => one.tagName === 'button' && textOf(one).trim() === 'Save');

  test('a viewer reads the file, and the button says why it is disabled', async () => {
    const id = await create('watched');
    const ofViewer = await signedIn(watcher);
    const { text } = await ofViewer.get(`/campaigns/${id}/edit`);
    expect(text).toContain('This requires the role operator.');
    const button = buttonIn(text);
    expect(button && attribute(button, 'disabled')).toBe('');
    expect((await save(id, await load(id), ofViewer)).status).toBe(403);
    expect((await ofViewer.get(`/campaigns/${id}`)).text).not.toContain('Edit the campaign file');
  });

  test('a campaign that takes no edits says so, and has no link to them', async () => {
    const id = await create('cancelled');
    const form = await load(id);
    expect((await client.get(`/campaigns/${id}`)).text).toContain(`href="/campaigns/${id}/edit"`);
    await service.send('POST', `/v1/campaigns/${id}/cancel`, {}, bearer);
    const { text } = await client.get(`/campaigns/${id}/edit`);
    expect(text).toContain('A cancelled campaign cannot be edited.');
    const button = buttonIn(text);
    expect(button && attribute(button, 'disabled')).toBe('');
    expect((await client.get(`/campaigns/${id}`)).text).not.toContain(`href="/campaigns/${id}/edit"`);
    const late = await save(id, { ...form, file: form.file.replace('priority: 5', 'priority: 8') });
    expect(late.status).toBe(409);
    const kept = readHtml(late.text).elements.find((one) => attribute(one, 'id') === 'file');
    expect(kept && textOf(kept)).toContain('priority: 8');
  });

  test('what is fixed from the start on is named', async () => {
    const id = await create('fixed');
    const { file, version } = await load(id);
    const { status, text } = await save(id, { file: file.replace('name: fixed', 'name: other'), version });
    expect(status).toBe(409);
    expect(text).toContain('name cannot be changed in a draft campaign.');
  });

  test('the campaign of another client is not there', async () => {
    const id = await create('hidden');
    const ofOther = await signedIn(south);
    expect((await ofOther.get(`/campaigns/${id}/edit`)).status).toBe(404);
    expect((await save(id, await load(id), ofOther)).status).toBe(404);
  });
});
