import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';
import { useFolder } from '../persistence/sqlite/support/folder.ts';

const fileIn = useFolder();
const minute = 60_000;
const always = { start: '00:00', end: '24:00', skipWeekends: false, holidays: 'none' };
const anna = {
  name: 'Annegret Bergsiepen',
  phone: '+12025550104',
  second: '+12025550155',
  mail: 'a.b@example.com',
};
const columns = 'name,phone,phone2,email,note';
const rowOf = ({ name, phone, second, mail }: typeof anna, note = '') =>
  `${name},${phone.replace('+1', '1-')},${second},${mail},${note}`;
const others = Array.from({ length: 30 }, (_, index) =>
  rowOf({
    name: `Other Person${index}`,
    phone: `+120255502${String(index).padStart(2, '0')}`,
    second: `+120255503${String(index).padStart(2, '0')}`,
    mail: `p${index}@example.com`,
  }),
);
const steps = [{ id: 'call', channel: 'voice', from: '+12025550100', flow: [{ speak: 'Hello {{name}}' }] }];

let service: TestService;
beforeEach(async () => {
  service = await startService({ path: fileIn('ringmaster.db'), carrier: { callsPerSecond: 50 } });
});

async function campaignWith(name: string, rows: readonly string[]): Promise<string> {
  const { status, body } = await service.send<{ id: string }>('POST', '/v1/campaigns', {
    name,
    client: 'northwind',
    contacts: { country: 'US' },
    steps,
    sendWindow: always,
    retry: { maxAttempts: 1 },
  });
  expect(status).toBe(201);
  const list = [columns, ...rows].join('\n');
  const imported = await service.send('POST', `/v1/campaigns/${body.id}/contacts`, list, {
    'content-type': 'text/csv',
    'idempotency-key': `list-${name}`,
  });
  expect(imported.status).toBeLessThan(300);
  return body.id;
}

const erase = (address: string) => service.send('POST', '/v1/erasures', { address, client: 'northwind' });
const stateOf = async (campaign: string, position: number) =>
  (await service.store.readEnrollments({ campaign, positions: [position] }))[0]?.state;

/** The names of the files of the store that have one of these texts. */
function filesWith(texts: readonly string[]): string[] {
  const folder = dirname(fileIn('ringmaster.db'));
  return readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    return texts.filter((text) => bytes.includes(text)).map((text) => `${name}: ${text}`);
  });
}

test('an erased person leaves no trace in the files of the store', async () => {
  const campaign = await campaignWith('spring', [...others, rowOf(anna), ...others]);
  await campaignWith('autumn', [rowOf(anna, 'ask for Annegret Bergsiepen')]);
  await service.send('POST', `/v1/campaigns/${campaign}/start`, {});
  await service.pass(30 * minute);
  await service.send('POST', '/v1/suppressions', {
    address: anna.phone,
    client: 'northwind',
    reason: 'Annegret Bergsiepen wrote to us',
  });
  const traces = [anna.name, anna.phone, anna.second, anna.mail, '2025550104', '2025550155'];
  expect(filesWith(traces)).not.toEqual([]);
  const { status, body } = await erase(anna.mail);
  expect([status, body]).toEqual([
    200,
    { client: 'northwind', contacts: 2, campaigns: 2, suppressed: 1, scrubbed: true },
  ]);
  expect(filesWith(traces)).toEqual([]);
  expect(filesWith(['Other Person7'])).not.toEqual([]);
  const verified = await service.send<{ ok: boolean }>(
    'GET',
    `/v1/campaigns/${campaign}/events/verification`,
  );
  expect(verified.body.ok).toBe(true);
});

test('an erased person is taken out of campaigns, and figures stay', async () => {
  const campaign = await campaignWith('spring', [rowOf(anna), ...others.slice(0, 3)]);
  const before = await service.record(campaign);
  await erase(anna.phone);
  expect(await stateOf(campaign, 1)).toBe('cancelled');
  expect((await service.record(campaign)).counters.total).toBe(before.counters.total);
  await service.send('POST', `/v1/campaigns/${campaign}/start`, {});
  await service.pass(30 * minute);
  const called = service.simulator.journal
    .entries()
    .flatMap((entry) => (entry.type === 'placed' ? entry.to : []));
  expect(called).toHaveLength(3);
  expect(called).not.toContain(anna.phone.slice(1));
});

test('an erased person who opted out stays suppressed when imported again, at another address too', async () => {
  await campaignWith('spring', [rowOf(anna)]);
  await service.send('POST', '/v1/suppressions', {
    address: anna.phone,
    client: 'northwind',
    reason: 'opt-out',
  });
  expect((await erase(anna.phone)).body).toMatchObject({ contacts: 1, suppressed: 3 });
  const again = await campaignWith('again', [
    rowOf(anna),
    rowOf({ ...anna, phone: anna.second, second: '', mail: 'new@example.com' }),
    ...others.slice(0, 2),
  ]);
  expect(await Promise.all([1, 2, 3, 4].map((position) => stateOf(again, position)))).toEqual([
    'suppressed',
    'suppressed',
    'pending',
    'pending',
  ]);
});

test('nothing is erased while the person is being called; afterwards it is', async () => {
  const campaign = await campaignWith('spring', [rowOf(anna)]);
  await service.send('POST', `/v1/campaigns/${campaign}/start`, {});
  await service.until(() => service.simulator.journal.entries().some(({ type }) => type === 'placed'));
  const refused = await erase(anna.phone);
  expect([refused.status, refused.body]).toEqual([
    409,
    expect.objectContaining({ code: 'erasure.attempt-open' }),
  ]);
  const [kept] = await service.store.readContacts({ campaign, positions: [1] });
  expect(kept?.contact.name).toBe(anna.name);
  await service.pass(30 * minute);
  expect((await erase(anna.phone)).status).toBe(200);
});

test('someone who is not known is not an error, and an address that is none is refused', async () => {
  expect((await erase('+12025550199')).body).toMatchObject({ contacts: 0, suppressed: 0 });
  expect((await erase('nobody')).status).toBe(422);
});
