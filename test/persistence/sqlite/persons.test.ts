import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { evidenceRanks } from '../../../src/domain/attempt/attempt.ts';
import { emailAddress, phoneAddress } from '../../../src/domain/contact/address.ts';
import type { Person } from '../../../src/domain/contact/person.ts';
import { phoneOf, rowOf } from '../../support/builders/contacts.ts';
import { mondayMorning, startScriptedService } from '../../support/service/start-scripted-service.ts';
import type { ScriptedService } from '../../support/service/start-scripted-service.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();
const minute = 60_000;

/**
 * A store as the version before persons wrote it, 90 seconds after the window opened. In `spring` contact 1 has an open
 * call, 2, 3 and 6 were called once and wait for a retry, 4 is suppressed and 5 has opted out. `autumn` is a draft with
 * the numbers of 2, 3 and 5.
 */
function openOlder(): Promise<ScriptedService> {
  const path = file('older.db');
  const database = new DatabaseSync(path);
  database.exec(readFileSync(new URL('fixtures/before-persons.sql', import.meta.url), 'utf8'));
  database.close();
  const script = () => ({ afterMs: 20_000, disposition: 'busy' as const });
  return startScriptedService({ path, script, startAt: mondayMorning + 6.5 * minute });
}

async function campaignOf({ store }: ScriptedService, name: string): Promise<string> {
  const record = await store.findCampaign({ client: 'default', name });
  if (!record) throw new Error(`no campaign ${name}`);
  return record.id;
}

async function personAt({ store }: ScriptedService, campaign: string, position: number): Promise<Person> {
  const [enrollment] = await store.readEnrollments({ campaign, positions: [position] });
  const person = (await store.readPersons([enrollment?.person ?? ''])).get(enrollment?.person ?? '');
  if (!person) throw new Error(`no person at ${position}`);
  return person;
}

test('each party becomes a person, with its open attempt, its attempts of the day and its opt-out', async () => {
  const service = await openOlder();
  const [spring, autumn] = [await campaignOf(service, 'spring'), await campaignOf(service, 'autumn')];
  const [open] = await service.store.readOpenAttempts(spring);
  const once = { voice: { day: '2027-03-01', count: 1 } };
  expect(await personAt(service, spring, 1)).toMatchObject({ openAttempts: [open?.id], days: once });
  expect(await personAt(service, spring, 2)).toMatchObject({ openAttempts: [], days: once, optOut: null });
  expect(await personAt(service, spring, 4)).toMatchObject({ days: {}, optOut: null });
  expect(await personAt(service, spring, 5)).toMatchObject({ days: {}, optOut: 'opt-out' });
  expect((await personAt(service, autumn, 1)).id).toBe((await personAt(service, spring, 2)).id);
});

test('a campaign in the middle of its run is finished, and no contact is called too often or after an opt-out', async () => {
  const service = await openOlder();
  const [spring, autumn] = [await campaignOf(service, 'spring'), await campaignOf(service, 'autumn')];
  const [open] = await service.store.readOpenAttempts(spring);
  const { rank, ...end } = { rank: evidenceRanks.record, cause: null, fault: null, details: {} };
  await service.engine.receive({
    id: 'evt_end',
    campaign: spring,
    attempt: open?.id ?? '',
    providerId: null,
    evidence: [{ kind: 'ended', rank, providerId: null, disposition: 'answered', ...end }],
  });
  await service.startCampaign(autumn);
  await service.pass(12 * 60 * minute);
  const calls = (row: number) => service.calls.filter(({ address }) => address === phoneOf(row)).length;
  // Two attempts a day for both campaigns together; one was made before.
  expect([1, 2, 3, 4, 5, 6].map(calls)).toEqual([0, 1, 1, 0, 0, 1]);
  await service.pass(10 * 24 * 60 * minute);
  for (const campaign of [spring, autumn]) expect((await service.record(campaign)).state).toBe('completed');
  expect((await service.record(spring)).counters.states).toEqual({
    completed: 1,
    exhausted: 3,
    suppressed: 2,
  });
  expect((await service.record(autumn)).counters.states).toEqual({ exhausted: 2, suppressed: 1 });
  expect([4, 5].map(calls)).toEqual([0, 0]);
});

test('an import finds the persons of contacts that an earlier version stored, by any of their keys', async () => {
  const service = await openOlder();
  const autumn = await campaignOf(service, 'autumn');
  const spring = await campaignOf(service, 'spring');
  const plain = rowOf(7);
  const addresses = [phoneAddress(phoneOf(7)), emailAddress('person6@example.com')];
  const joining = { ...plain, contact: { ...plain.contact, addresses, externalId: 'C2' } };
  await service.enroll({ campaign: autumn, rows: [joining] });
  const joined = await personAt(service, autumn, 4);
  expect(joined.days).toEqual({ voice: { day: '2027-03-01', count: 2 } });
  for (const position of [2, 6]) expect(await personAt(service, spring, position)).toEqual(joined);
});
