import { describe, expect, test } from 'vitest';
import type { VisitEntry } from '../../../src/simulator/mail/index.ts';
import type { MessageInput } from './start-mail.ts';
import { startMail } from './start-mail.ts';

const dayMs = 86_400_000;

const site = 'http://127.0.0.1:9';
const unsubscribePage = `<form method="post" action="/unsubscribe?token=t1&amp;go=1">
  <input type="hidden" name="list" value="all"><button name="confirm" value="yes">Unsubscribe</button></form>`;
const html = `<a href="${site}/unsubscribe?token=t1">Unsubscribe</a><img src="${site}/open/a1.gif">
  <a href="${site}/click/a1?x=1&amp;y=2">Our offer</a> <a href='https://example.com/'>Elsewhere</a>`;

/** Sends a message with links, lets a day pass, and returns the requests and the journal's entries about them. */
async function visitsOf(to: string, input: MessageInput = {}, origins: string[] = []) {
  const requests: Array<{ method: string; url: string; agent: string | null; body: string }> = [];
  const mail = await startMail({
    options: { origins },
    async fetchPage(request) {
      const { method, url } = request;
      if (url.includes('/gone')) throw new TypeError('connection refused');
      requests.push({ method, url, agent: request.headers.get('user-agent'), body: await request.text() });
      return new Response(unsubscribePage, { status: method === 'GET' ? 200 : 303 });
    },
  });
  await mail.sendMessage(to, {
    html,
    list: { url: `${site}/unsubscribe?token=t1`, oneClick: true },
    ...input,
  });
  await mail.clock.pass(dayMs);
  const visits = mail.simulator.journal
    .entries()
    .filter((entry): entry is VisitEntry => entry.type === 'visit');
  return { requests, visits };
}

describe('a recipient', () => {
  test('that opens a message fetches its images, itself or through a proxy', async () => {
    const own = await visitsOf('opens+person@example.test');
    expect(own.requests).toMatchObject([
      { method: 'GET', url: `${site}/open/a1.gif`, agent: expect.stringContaining('Thunderbird') },
    ]);
    expect(own.visits).toMatchObject([{ kind: 'open', message: 'M000001', status: 200, result: 'answered' }]);
    const apple = await visitsOf('opens+apple@example.test');
    expect(apple.requests).toMatchObject([{ agent: 'Mozilla/5.0' }]);
  });

  test('that clicks opens the message, then follows the first link that is not for unsubscribing', async () => {
    const { requests, visits } = await visitsOf('clicks@example.test');
    expect(requests.map(({ url }) => url)).toEqual([`${site}/open/a1.gif`, `${site}/click/a1?x=1&y=2`]);
    expect((visits[1]?.at ?? 0) - (visits[0]?.at ?? 0)).toBeGreaterThanOrEqual(5_000);
  });

  test('behind a scanner has every link fetched at once, also the one for unsubscribing', async () => {
    const { visits } = await visitsOf('scanned@example.test');
    expect(visits.map(({ method, url, result }) => [method, url, result])).toEqual([
      ['GET', `${site}/open/a1.gif`, 'answered'],
      ['GET', `${site}/unsubscribe?token=t1`, 'answered'],
      ['GET', `${site}/click/a1?x=1&y=2`, 'answered'],
      ['GET', 'https://example.com/', 'not-allowed'],
    ]);
    expect(new Set(visits.map(({ at }) => at)).size).toBe(1);
  });

  test('that unsubscribes posts one click, or uses the page', async () => {
    const click = await visitsOf('unsubscribe@example.test');
    expect(click.requests).toMatchObject([
      { method: 'POST', url: `${site}/unsubscribe?token=t1`, body: 'List-Unsubscribe=One-Click' },
    ]);
    const page = await visitsOf('unsubscribe+page@example.test');
    expect(page.requests).toMatchObject([
      { method: 'GET', url: `${site}/unsubscribe?token=t1` },
      { method: 'POST', url: `${site}/unsubscribe?token=t1&go=1`, body: 'list=all&confirm=yes' },
    ]);
  });

  test('that finds no link, or one that does not answer, leaves an entry in the journal', async () => {
    const without = { list: { url: `${site}/unsubscribe`, oneClick: false } };
    expect((await visitsOf('unsubscribe@example.test', without)).visits).toMatchObject([
      { result: 'no-link', url: null },
    ]);
    const gone = { list: { url: `${site}/gone`, oneClick: true } };
    expect((await visitsOf('unsubscribe@example.test', gone)).visits).toMatchObject([
      { result: 'failed', status: null, url: `${site}/gone` },
    ]);
  });

  test('requests nothing outside this machine unless its origin is named', async () => {
    const list = { url: 'https://mail.example.com/u', oneClick: true };
    expect((await visitsOf('unsubscribe@example.test', { list })).requests).toEqual([]);
    const named = await visitsOf('unsubscribe@example.test', { list }, ['https://mail.example.com']);
    expect(named.requests).toMatchObject([{ url: 'https://mail.example.com/u' }]);
  });
});
