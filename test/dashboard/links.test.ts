import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { headingId } from '../../src/dashboard/help/render-markdown.ts';
import { keyOf } from '../support/builders/api-keys.ts';
import { addressesOf } from '../support/pages/addresses.ts';
import { markupFaults } from '../support/pages/markup-faults.ts';
import { attribute, readHtml } from '../support/pages/read-html.ts';
import { createScene } from '../support/pages/scene.ts';
import type { Scene } from '../support/pages/scene.ts';
import { createPageClient } from '../support/service/page-client.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';

let service: TestService;
let scene: Scene;
beforeAll(async () => {
  service = await startService({ owner: 'caller' });
  scene = await createScene({
    async send<Answer>(method: string, path: string, body?: unknown) {
      const type = typeof body === 'string' ? 'text/csv' : 'application/json';
      return (await service.send<Answer>(method, path, body, { 'content-type': type })).body;
    },
    untilTrue: (condition) => service.until(condition),
  });
});
afterAll(() => service.close());

/** The headings of a page of the documentation that a link may name. */
function headingsOf(name: string): string[] {
  const text = readFileSync(`docs/${name}.md`, 'utf8');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => headingId(title));
}

/** The links in a page that lead to this service. */
function linksIn(text: string): string[] {
  return readHtml(text).elements.flatMap((element) => {
    const href = element.tagName === 'a' ? attribute(element, 'href') : null;
    return href?.startsWith('/') ? [href] : [];
  });
}

const helpLinks = (text: string): string[] => linksIn(text).filter((href) => href.startsWith('/help/'));

function expectThere(link: string, page: string): void {
  const [, name = '', heading] = /^\/help\/([a-z-]+)(?:#(.+))?$/.exec(link) ?? [];
  expect({ page, link, isThere: existsSync(`docs/${name}.md`) }).toEqual({ page, link, isThere: true });
  if (heading !== undefined) expect(headingsOf(name), `${page} leads to ${link}`).toContain(heading);
}

test('every link of every page leads to a page', async () => {
  const client = createPageClient(service);
  const found = new Map<string, string>();
  for (const { path } of addressesOf(service.pages, scene)) {
    for (const link of linksIn((await client.get(path)).text)) found.set(link.replace(/#.*/, ''), path);
  }
  expect(found.size).toBeGreaterThan(50);
  for (const [link, page] of found) {
    const { status } = await client.get(link);
    expect({ page, link, status }).toEqual({ page, link, status: 200 });
  }
});

test('every link of a page to the documentation leads to a heading that exists', async () => {
  const client = createPageClient(service);
  const found = new Set<string>();
  for (const { path } of addressesOf(service.pages, scene)) {
    for (const link of helpLinks((await client.get(path)).text)) {
      expectThere(link, path);
      found.add(link);
    }
  }
  const refused = await createPageClient(
    await startService({ apiKeys: [keyOf('root', 'admin', '*')] }),
  ).signIn('wrong');
  for (const link of helpLinks(refused.text)) found.add(link);
  const symptoms = [...found].filter((link) => link.startsWith('/help/troubleshooting#'));
  // Each symptom that the pages of the scene show: the most common ones.
  expect(symptoms.map((link) => link.replace(/.*#/, '')).sort()).toEqual(
    expect.arrayContaining([
      'a-campaign-cannot-start',
      'a-campaign-does-nothing',
      'a-page-says-not-found',
      'a-page-says-not-live-since',
      'an-emergency-stop-is-in-force',
      'rows-of-a-list-are-rejected',
      'something-needs-you',
      'the-sign-in-is-refused',
    ]),
  );
});

test('links within the documentation, and its pictures, are there', async () => {
  const client = createPageClient(service);
  for (const name of ['guide', 'troubleshooting']) {
    const { status, text } = await client.get(`/help/${name}`);
    expect(status).toBe(200);
    expect(markupFaults(text)).toEqual([]);
    for (const link of helpLinks(text)) expectThere(link, `docs/${name}.md`);
    for (const [, picture = ''] of text.matchAll(/src="(\/ui\/help\/[^"]+)"/g)) {
      const answer = await client.get(picture);
      expect({ picture, type: answer.headers.get('content-type') }).toEqual({ picture, type: 'image/png' });
    }
  }
});

test('the documentation needs no session, and no other file is served', async () => {
  const locked = createPageClient(await startService({ apiKeys: [keyOf('root', 'admin', '*')] }));
  expect((await locked.get('/help/troubleshooting')).status).toBe(200);
  for (const path of ['/help/..%2fpackage', '/help/nothing', '/ui/help/..%2f..%2fpackage.png'])
    expect((await locked.get(path)).status).toBe(404);
});
