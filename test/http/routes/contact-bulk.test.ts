import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

type Bulk = { matched: number; changed: number; unchanged: number; refused: number; next: string | null };
type List = { items: (Json & { position: number; state: string })[]; next: string | null };

describe('a command to every contact that matches', () => {
  let service: TestService;
  let base: string;
  beforeEach(async () => {
    service = await startService({ carrier: { scenario: { impatient: 0 } } });
    const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
    base = `/v1/campaigns/${String(body['id'])}`;
    const list = csvOf(['00', '01', '02', '06', '00', '01', '00']);
    await service.send('POST', `${base}/contacts`, list, { 'content-type': 'text/csv' });
  });

  const order = async (body: Json, headers: Record<string, string> = {}) => {
    const filter = { filter: {}, ...body };
    return service.send<Bulk>('POST', `${base}/contact-commands`, filter, headers);
  };
  const statesOf = async () =>
    (await service.send<List>('GET', `${base}/contacts`)).body.items.map(({ state }) => state);
  const events = async (type: string) =>
    (await service.send<{ items: Json[] }>('GET', `${base}/events?limit=500`)).body.items.filter(
      (event) => event['type'] === type,
    );

  test('is only counted in a dry run', async () => {
    const { body } = await order({ command: 'pause', dryRun: true });
    expect(body).toEqual({ dryRun: true, matched: 7, changed: 0, unchanged: 0, refused: 0, next: null });
    expect(await statesOf()).toEqual(Array.from({ length: 7 }, () => 'pending'));
    expect(
      (await order({ command: 'pause', dryRun: true, filter: { state: ['paused'] } })).body,
    ).toMatchObject({ matched: 0 });
    const reason = { filter: { reason: ['contact.new'] } };
    expect((await order({ command: 'pause', dryRun: true, ...reason })).body).toMatchObject({ matched: 7 });
  });

  test('is carried out in parts, each contact once, with the reason in the log', async () => {
    const parts: Bulk[] = [];
    do {
      const after = parts.at(-1)?.next ?? undefined;
      parts.push((await order({ command: 'pause', reason: 'lunch', limit: 3, after })).body);
    } while (parts.at(-1)?.next !== null);
    expect(parts.map(({ changed }) => changed)).toEqual([3, 3, 1]);
    expect(new Set(await statesOf())).toEqual(new Set(['paused']));
    const paused = await events('contact.pause');
    expect(paused).toHaveLength(7);
    expect(new Set(paused.map(({ position }) => position))).toEqual(new Set([1, 2, 3, 4, 5, 6, 7]));
    expect(paused[0]).toMatchObject({ by: 'local', data: { reason: 'lunch' } });
  });

  test('leaves contacts as they are that are so already, or whose state refuses it', async () => {
    await order({ command: 'pause', limit: 2 });
    expect((await order({ command: 'pause' })).body).toMatchObject({ matched: 7, changed: 5, unchanged: 2 });
    expect((await order({ command: 'retry' })).body).toMatchObject({ matched: 7, changed: 0, refused: 7 });
    expect((await order({ command: 'resume', filter: { state: ['paused'] } })).body).toMatchObject({
      changed: 7,
    });
    expect((await order({ command: 'remove' })).body).toMatchObject({ changed: 7, next: null });
    expect((await order({ command: 'remove' })).body).toMatchObject({ matched: 0 });
  });

  test('matches by the end of the last attempt and by what a contact waits for', async () => {
    await service.send('POST', `${base}/start`);
    const waiting = async () => (await statesOf()).filter((state) => state === 'waiting').length;
    await service.until(async () => (await waiting()) >= 3);
    await service.send('POST', `${base}/pause`);
    const find = async (query: string) =>
      (await service.send<List>('GET', `${base}/contacts?${query}`)).body.items.map(
        ({ position }) => position,
      );
    const busy = await find('disposition=busy,no-answer');
    expect(busy).not.toEqual([]);
    expect(await find('disposition=busy,no-answer&limit=1')).toEqual(busy.slice(0, 1));
    expect(await find('reason=retry.waiting')).toEqual(await find('state=waiting'));
    expect(await find('reason=retry.waiting&state=completed')).toEqual([]);
    const filter = { disposition: ['busy', 'no-answer'], reason: ['retry.waiting'] };
    const counted = await order({ command: 'remove', filter, dryRun: true });
    const removed = await order({ command: 'remove', filter });
    expect(removed.body.changed).toBe(counted.body.matched);
    expect(removed.body.changed).toBe(busy.length);
    expect(await find('state=cancelled')).toEqual(busy);
  });

  test('that is repeated with the same key has one effect, and another one with that key is refused', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await order({ command: 'pause', limit: 2 }, key);
    await service.send('POST', `${base}/contact-commands`, { command: 'resume', filter: {} });
    const again = await order({ command: 'pause', limit: 2 }, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await statesOf()).not.toContain('paused');
    expect((await order({ command: 'remove', limit: 2 }, key)).status).toBe(422);
  });

  test('whose answer was lost does no work twice when it is repeated', async () => {
    const key = { 'idempotency-key': 'lost' };
    await order({ command: 'pause', limit: 2 }, key);
    await service.send('POST', `${base}/contact-commands`, { command: 'resume', filter: {} });
    // As after a death before the answer was stored: the keys of the contacts are there, that of the answer is not.
    const stored = await forgetAnswers(service, key['idempotency-key']);
    expect(stored).toBe(true);
    expect((await order({ command: 'pause', limit: 2 }, key)).body).toMatchObject({ changed: 2 });
    expect(await events('contact.pause')).toHaveLength(2);
    expect(await statesOf()).not.toContain('paused');
  });

  test('requires a filter and a known command', async () => {
    const send = (body: Json) => service.send('POST', `${base}/contact-commands`, body);
    for (const body of [
      { command: 'pause' },
      { command: 'skip', filter: {} },
      { command: 'pause', filter: { state: ['completed'] } },
      { command: 'pause', filter: { state: [] } },
      { command: 'pause', filter: {}, limit: 501 },
    ])
      expect((await send(body)).status).toBe(422);
    expect(await statesOf()).not.toContain('paused');
  });
});

/** Removes the stored answer of a request. Returns whether there was one. */
async function forgetAnswers({ store }: TestService, key: string): Promise<boolean> {
  const stored = createHash('sha256')
    .update(JSON.stringify(['local', '', key]))
    .digest('hex');
  const found = await store.readRequest(stored);
  await store.removeRequest(stored);
  return found !== null;
}
