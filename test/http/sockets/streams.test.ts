import { beforeEach, describe, expect, test } from 'vitest';
import { keyOf } from '../../support/builders/api-keys.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import type { Json } from '../../support/service/api-client.ts';
import { startService } from '../../support/service/start-service.ts';
import type { TestService } from '../../support/service/start-service.ts';

let service: TestService;
let id: string;
beforeEach(async () => {
  service = await startService();
  const { body } = await service.send('POST', '/v1/campaigns', campaignFile());
  id = String(body['id']);
  await service.send('POST', `/v1/campaigns/${id}/contacts`, csvOf(['14', '14']), {
    'content-type': 'text/csv',
  });
});

type Sent = { id?: string; event: string; data: Json };

/** Reads a stream in the background. */
async function listen(path: string, headers: Record<string, string> = {}) {
  const response = await service.sendRaw(new Request(`http://localhost${path}`, { headers }));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = response.body?.getReader();
  if (!reader) throw new Error('the stream has no body');
  const events: Sent[] = [];
  const comments: string[] = [];
  const state = { isOver: false };
  const read = async (): Promise<void> => {
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += new TextDecoder().decode(value);
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = new Map(part.split('\n').map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
        const [eventId, event, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
        if (event !== undefined && data !== undefined) {
          events.push({
            ...(eventId === undefined ? {} : { id: eventId }),
            event,
            data: JSON.parse(data) as Json,
          });
        } else comments.push(part);
      }
    }
    state.isOver = true;
  };
  void read();
  return { events, comments, state, cancel: () => reader.cancel() };
}

const of = (events: readonly Sent[], name: string) => events.filter(({ event }) => event === name);

describe('the events of a campaign', () => {
  test('start at the first one, then follow the commits without gaps', async () => {
    const { events, cancel } = await listen(`/v1/campaigns/${id}/events/stream`);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(() => events.some(({ event }) => event === 'attempt.minted'));
    expect(events.map((event) => Number(event.id))).toEqual(events.map((_, index) => index + 1));
    expect(events[0]).toMatchObject({
      id: '1',
      event: 'campaign.created',
      data: { seq: 1, campaign: id, by: 'local' },
    });
    await cancel();
  });

  test('continue after Last-Event-ID', async () => {
    const first = await listen(`/v1/campaigns/${id}/events/stream`);
    await service.until(() => first.events.length >= 2);
    await first.cancel();
    await service.send('POST', `/v1/campaigns/${id}/start`);
    const second = await listen(`/v1/campaigns/${id}/events/stream`, { 'last-event-id': '2' });
    await service.until(() => second.events.length >= 2);
    expect(second.events[0]?.id).toBe('3');
    await second.cancel();
    const third = await listen('/v1/campaigns/spring-checkup/events/stream?after=3');
    await service.until(() => third.events.length >= 1);
    expect(third.events[0]?.id).toBe('4');
    await third.cancel();
  });

  test('have no watcher once the reader has disconnected', async () => {
    let listeners = 0;
    service = await startService();
    const { onEvents } = service.live;
    service.live.onEvents = (input) => {
      listeners += 1;
      const end = onEvents(input);
      return () => {
        listeners -= 1;
        end();
      };
    };
    await service.send('POST', '/v1/campaigns', campaignFile());
    const { cancel } = await listen('/v1/campaigns/spring-checkup/events/stream');
    await service.until(() => listeners === 1);
    await cancel();
    await service.until(() => listeners !== 1);
    expect(listeners).toBe(0);
  });

  test('end when the service stops', async () => {
    const { state } = await listen(`/v1/campaigns/${id}/events/stream`);
    await service.stop();
    expect(state.isOver).toBe(true);
  });

  test('keep a quiet connection open with a comment', async () => {
    const { comments, cancel } = await listen(`/v1/campaigns/${id}/events/stream`);
    await service.pass(20_000);
    expect(comments).toContain(': still here');
    await cancel();
  });
});

describe('the live state', () => {
  test('starts with the current state, and follows changes', async () => {
    await service.send('POST', `/v1/campaigns/${id}/start`);
    const { events, cancel } = await listen('/v1/stream');
    await service.until(() =>
      ['campaigns', 'progress', 'calls', 'instances', 'alerts'].every((name) => of(events, name).length > 0),
    );
    expect(of(events, 'progress')[0]?.data).toMatchObject({ campaign: id, total: 2 });
    expect(of(events, 'instances')[0]?.data).toMatchObject({ items: [{ id: 'instance-1' }] });
    await service.until(() => of(events, 'calls').some(({ data }) => data['total'] === 2));
    await service.send('POST', '/v1/pause', { reason: 'fire' });
    await service.until(() =>
      of(events, 'alerts').some(({ data }) => JSON.stringify(data).includes('emergency.stop')),
    );
    await cancel();
  });

  test('adds a campaign that is started later, and shows its last figures when it ends', async () => {
    const { events, cancel } = await listen('/v1/stream?topics=progress');
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(() => of(events, 'progress').length > 0);
    await service.send('POST', `/v1/campaigns/${id}/cancel`, { hangUp: true });
    await service.until(() => of(events, 'progress').some(({ data }) => data['state'] === 'cancelled'));
    expect(new Set(events.map(({ event }) => event))).toEqual(new Set(['progress']));
    await cancel();
  });

  test('of one campaign shows nothing of the others', async () => {
    const other = await service.send(
      'POST',
      '/v1/campaigns',
      campaignFile({ name: 'other', keepOpen: true }),
    );
    await service.send('POST', '/v1/campaigns/other/start');
    const { events, cancel } = await listen(`/v1/stream?campaign=${id}&topics=progress,calls`);
    await service.send('POST', `/v1/campaigns/${id}/start`);
    await service.until(() => of(events, 'calls').some(({ data }) => data['total'] === 2));
    expect(JSON.stringify(events)).not.toContain(String(other.body['id']));
    await cancel();
  });

  test('changes at most four times a second per topic', async () => {
    const rows = Array.from({ length: 40 }, () => '14');
    await service.send(
      'POST',
      '/v1/campaigns',
      campaignFile({ name: 'busy', rateLimits: { concurrent: 40, perSecond: 40 } }),
    );
    await service.send('POST', '/v1/campaigns/busy/contacts', csvOf(rows), { 'content-type': 'text/csv' });
    const { events, cancel } = await listen('/v1/stream?campaign=busy&topics=calls');
    const { system } = service.time.clocks;
    await service.send('POST', '/v1/campaigns/busy/start');
    const from = system.now();
    await service.until(() => of(events, 'calls').some(({ data }) => data['total'] === 40));
    const seconds = (system.now() - from) / 1000;
    expect(of(events, 'calls').length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 2);
    await cancel();
  });

  test("shows a key its own client's campaigns only", async () => {
    const [north, south] = [keyOf('north', 'operator', 'northwind'), keyOf('south', 'operator', 'southwind')];
    service = await startService({ apiKeys: [north, south] });
    const theirs = await service.send(
      'POST',
      '/v1/campaigns',
      campaignFile({ name: 'theirs', keepOpen: true }),
      { 'x-api-key': north.secret },
    );
    await service.send('POST', '/v1/campaigns/theirs/start', {}, { 'x-api-key': north.secret });
    const { events, cancel } = await listen('/v1/stream', { 'x-api-key': south.secret });
    await service.until(() => of(events, 'instances').length > 1 && of(events, 'campaigns').length > 0);
    expect(JSON.stringify(events)).not.toContain(String(theirs.body['id']));
    await cancel();
  });

  test('of an unknown topic is refused', async () => {
    expect((await service.send('GET', '/v1/stream?topics=weather')).status).toBe(422);
  });

  test('answers a HEAD without opening a stream', async () => {
    const response = await service.sendRaw(new Request('http://localhost/v1/stream', { method: 'HEAD' }));
    expect(response.status).toBe(200);
    expect(response.body).toBeNull();
  });
});
