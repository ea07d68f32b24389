import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { webhookOf } from '../../support/builders/webhooks.ts';
import { startService } from '../../support/service/start-service.ts';
import { monday } from '../../support/time/test-time.ts';

const csv = { 'content-type': 'text/csv' };

/** A list with several addresses, an opt-out, a duplicate, a rejected row, and contacts that share an address. */
const list = `first_name,phone,phone 2,email,opted_out
Ada,+12125550014,+12125550214,ada@example.com,
Ben,+12125550015,,ben@example.com,
Cem,+12125550016,,,yes
Dot,+12125550014,,,
Eve,no number,,,
Fay,+12125550017,,ada@example.com,
Gus,+12125550018,,,
Hal,+12125550019,,,
Ida,+12125550020,,,
`;

/** Creates an embedded store in a file with rows in every table that is moved; its service was killed during calls. */
export async function createFilledStore(path: string): Promise<void> {
  const service = await startService({ path, owner: 'caller' });
  const { send, store } = service;
  await send('POST', '/v1/clients/default/senders', { numbers: ['+12025550100'], tags: ['main'] });
  await send('POST', '/v1/rates', '1,0.0085,USD\n', csv);
  await send('PUT', '/v1/clients/default', { budget: { perDay: 50, currency: 'USD' } });
  for (const name of ['spring', 'autumn']) {
    const limits = { concurrent: 2, perHour: 100 };
    await send('POST', '/v1/campaigns', campaignFile({ name, rateLimits: limits }));
    await send('POST', `/v1/campaigns/${name}/contacts`, list, csv);
    await send('POST', `/v1/campaigns/${name}/start`, undefined, { 'idempotency-key': `start-${name}` });
  }
  await send('POST', '/v1/campaigns', campaignFile({ name: 'removed' }));
  await send('POST', '/v1/campaigns/removed/contacts', list, csv);
  await send('DELETE', '/v1/campaigns/removed');
  await send('POST', '/v1/suppressions', { address: '+12125550019', reason: 'asked', client: '*' });
  const expiresAt = '2036-01-01T00:00:00Z';
  await send('POST', '/v1/suppressions', { address: '+12125550016', reason: 'on holiday', expiresAt });
  const consent = { channel: 'voice', source: 'form 4711' };
  await send('POST', '/v1/consents', {
    consents: [
      { address: '+12125550017', ...consent },
      { address: '+12125550018', ...consent },
    ],
  });
  await send('POST', '/v1/consent-withdrawals', { address: '+12125550018' });
  await send('PUT', '/v1/clients/default', {
    timezone: 'Europe/Berlin',
    budget: { perDay: 50, currency: 'USD' },
  });
  const ended = async () => (await store.findCampaign({ client: 'default', name: 'spring' }))?.counters;
  await service.until(async () => {
    const counters = await ended();
    return counters !== undefined && counters.open > 0 && (counters.attempts['answered'] ?? 0) > 0;
  });
  service.kill();
  await fillQueues(store);
  await service.close();
  openBreaker(path);
  addAttendance(path);
}

/** A circuit breaker that is open. Otherwise only an outage of the provider would open one. */
function openBreaker(path: string): void {
  const database = new DatabaseSync(path);
  const insert = database.prepare('INSERT INTO breakers VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run('email other default', 3, 1, 1, monday, '{"attempt":"att_1","until":5}', monday, monday);
  database.close();
}

/** Calls that bots have taken. Without a bot server none are made. */
function addAttendance(path: string): void {
  const database = new DatabaseSync(path);
  database.prepare('INSERT INTO attendance VALUES (?, ?, ?, ?, ?)').run('default', monday, 'cmp_1', 5, 1);
  database.close();
}

async function fillQueues(store: Store): Promise<void> {
  const campaign = (await store.findCampaign({ client: 'default', name: 'spring' }))?.id ?? '';
  const of = { client: 'default', campaign, position: 1 };
  const at = monday;
  const { epoch } = (await store.readCampaign(campaign)) ?? { epoch: 0 };
  const killed = { at, from: 'instance-1', beatAt: at - 9_000, cause: 'dead' } as const;
  const given = { at: at + 5, from: 'other', beatAt: null, cause: 'stopping' } as const;
  await store.claimCampaign({ campaign, fromEpoch: epoch, instance: 'other', takeover: killed });
  await store.claimCampaign({ campaign, fromEpoch: epoch + 1, instance: null, takeover: given });
  await store.putInbox({ id: 'evt_1', campaign, at, body: '{"type":"suppressed","address":"+12125550020"}' });
  await store.putStop({ client: 'default', reason: 'a look', by: 'test', at });
  await store.removeStop({ client: 'default', reason: null, by: 'test', at: at + 1 });
  await store.putStop({ client: 'other', reason: 'a stop', by: 'test', at });
  await store.putClient({ record: { client: 'acme', settings: {}, updatedAt: at }, by: 'test' });
  const erased = { client: 'acme', keys: ['+12125550021'], optOut: 'opted-out', contacts: 0 };
  await store.eraseKeys({ ...erased, at, by: 'test' });
  const session = { tokenHash: 'hash', client: '*', role: 'viewer', by: 'test', createdAt: at } as const;
  await store.putSession({ ...session, expiresAt: at + 9, revokedAt: null });
  const about = { type: 'attempt.ended', campaign: 'cmp_1', position: 1 };
  const times = { createdAt: at, dueAt: at, until: at };
  const delivery = { client: 'default', target: 'hook', body: '{}', ...about, ...times };
  const change = { what: 'created', by: 'ops', at } as const;
  await store.putWebhook({ webhook: webhookOf(), before: null, change });
  const deliveries = [{ id: 'dlv_3', ...delivery }];
  await store.feedWebhook({ webhook: 'whk_1', campaign: 'cmp_1', from: null, to: 3, deliveries });
  await store.putDeliveries(['dlv_1', 'dlv_2'].map((id) => ({ id, ...delivery })));
  await store.takeDueDeliveries({ target: 'hook', now: at, leasedUntil: at + 60_000, limit: 1 });
  const alert = {
    code: 'disk',
    client: '*',
    campaign: null,
    instance: 'one',
    detail: 'Little is free.',
  } as const;
  await store.putAlert({
    alert: { ...alert, id: 'disk one', since: at, toldAt: at },
    toldAt: null,
    deliveries: [],
  });
  await store.putTask({ id: 'tsk_1', ...of, kind: 'linkedin-invitation', createdAt: at, dueAt: at });
  await store.putReview({ id: 'rev_1', ...of, attempt: null, kind: 'message', openedAt: at });
  await store.putMessage({
    ...of,
    attempt: 'att_1',
    subject: null,
    body: 'Hello',
    hash: 'hash',
    variant: null,
    generator: 'template',
    audit: { 'no.secrets': true },
    renderedAt: at,
  });
}
