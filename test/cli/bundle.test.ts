import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { playCampaign } from '../evidence/support/play-campaign.ts';
import { createFakeCli, runHere } from './support/fake-cli.ts';
import { runCommand } from '../../src/cli/main.ts';

describe('bundle and serve --bundle', () => {
  let folder = '';
  let file = '';
  const path = (name: string): string => join(folder, name);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ringmaster-bundle-'));
    const played = await playCampaign({ contacts: 5, path: path('ringmaster.db'), owner: 'caller' });
    await played.service.stop();
    file = path('spring.bundle');
    const made = await runHere(['bundle', 'spring-checkup', '--out', file], {
      environment: { DATA_DIR: folder },
    });
    if (made.code !== 0) throw new Error(made.stderr);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Serves a bundle, asks it, and ends it. */
  async function served<Result>(work: (url: string) => Promise<Result>): Promise<Result> {
    const stop = new AbortController();
    const ready = Promise.withResolvers<string>();
    const { cli } = createFakeCli({
      environment: { PORT: '0', DATA_DIR: path('unused') },
      interrupt: stop.signal,
      onText: (text) => {
        const url = /http:\/\/[\d.:]+/.exec(text)?.[0];
        if (url) ready.resolve(url);
      },
    });
    const ended = runCommand({ cli, argv: ['serve', '--bundle', file] });
    const url = await Promise.race([
      ready.promise,
      ended.then((code) => Promise.reject(new Error(String(code)))),
    ]);
    const result = await work(url);
    stop.abort();
    expect(await ended).toBe(0);
    return result;
  }

  const page = async (url: string): Promise<{ status: number; text: string }> => {
    const answer = await fetch(url, { headers: { accept: 'text/html' } });
    return { status: answer.status, text: await answer.text() };
  };

  test('show the campaign, and refuse every order with the reason', async () => {
    await served(async (url) => {
      const { status, text } = await page(`${url}/campaigns/spring-checkup`);
      expect(status).toBe(200);
      expect(text).toContain('5 completed + 0 failed');
      expect(text).toMatch(
        /<button type="button" disabled title="This is a bundle of a campaign: [^"]*">\s*Resume/,
      );
      expect(text).not.toContain('action="/ui/campaigns/');
      const contacts = (await (await fetch(`${url}/v1/campaigns/spring-checkup/contacts`)).json()) as {
        items: { id: string; name: string | null; phone: string; state: string }[];
      };
      expect(contacts.items[0]).toMatchObject({ name: null, phone: '+999000000001', state: 'completed' });
      const contact = await page(`${url}/campaigns/spring-checkup/contacts/${contacts.items[0]?.id}`);
      expect(contact.text).toContain('the attempt was stored');
      for (const address of ['/', '/campaigns/new', '/calls', '/machines', '/proof', '/limits', '/instances'])
        expect((await page(`${url}${address}`)).status).toBe(200);
      for (const [method, route] of [
        ['POST', '/v1/campaigns'],
        ['POST', '/v1/campaigns/spring-checkup/archive'],
        ['DELETE', '/v1/campaigns/spring-checkup'],
        ['POST', '/v1/pause'],
        ['PUT', '/v1/clients/default'],
      ] as const) {
        const answer = await fetch(`${url}${route}`, { method, body: method === 'DELETE' ? null : '{}' });
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
          403,
          'bundle.read-only',
        ]);
      }
      const form = await fetch(`${url}/ui/campaigns/spring-checkup/archive`, {
        method: 'POST',
        headers: { origin: url, 'content-type': 'application/x-www-form-urlencoded' },
        body: 'key=1',
      });
      expect([form.status, (await form.text()).includes('nothing can be ordered')]).toEqual([403, true]);
      const first = await fetch(`${url}/v1/campaigns/spring-checkup/progress`);
      const evidence = await fetch(`${url}/v1/evidence?contact=${contacts.items[0]?.id}`);
      expect(((await evidence.json()) as { code: string }).code).toBe('evidence.from-copy');
      const again = await fetch(`${url}/v1/campaigns/spring-checkup/progress`);
      expect(await again.json()).toEqual(await first.json());
    });
  });

  test.each([
    ['a missing file', () => './none.bundle', /There is no file/],
    ['a folder', () => './test', /is a folder/],
    ['a file that is not packed', () => './package.json', /not packed as a bundle is/],
    [
      'a packed file of something else',
      () => changed(() => gzipSync('{"a":1}\n')),
      /does not begin as a bundle/,
    ],
    ['packed bytes', () => changed(() => gzipSync(Buffer.of(255, 254, 0, 10))), /its content is no text/],
    [
      'a bundle that was cut',
      () => changed((bytes) => bytes.subarray(0, bytes.length - 30)),
      /was cut or changed/,
    ],
    [
      'a bundle without its last lines',
      () => changed((bytes) => gzipSync(gunzipSync(bytes).subarray(0, 3_000))),
      /is not valid|of no known kind/,
    ],
    [
      'a bundle in which a word was changed',
      () => changed((bytes) => gzipSync(gunzipSync(bytes).toString('utf8').replace('"busy"', '"bust"'))),
      /does not match the hash in its last line/,
    ],
    ['an empty file', () => changed(() => Buffer.of()), /it is empty|was cut/],
  ])('refuse %s with help, and serve nothing', async (_, of, message) => {
    const { code, stderr } = await runHere(['serve', '--bundle', of()], { environment: { PORT: '0' } });
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  const changed = (change: (bytes: Buffer) => Buffer): string => {
    const target = path('changed.bundle');
    writeFileSync(target, change(readFileSync(file)));
    return target;
  };

  test('refuse options that have no effect', async () => {
    const { code, stderr } = await runHere(['serve', '--bundle', file, '--speed', '5']);
    expect(code).toBe(2);
    expect(stderr).toContain('--speed has no effect on a bundle');
  });
});
