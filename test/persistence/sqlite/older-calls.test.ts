import { expect, test } from 'vitest';
import type { Attempt, Details } from '../../../src/domain/attempt/attempt.ts';
import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { campaignFile } from '../../support/builders/campaigns.ts';
import { csvOf } from '../../support/builders/contacts.ts';
import { startService } from '../../support/service/start-service.ts';
import { copyAsOlder, versionBefore } from './support/copy-as-older.ts';
import { useFolder } from './support/folder.ts';

const file = useFolder();

const attemptsOf = async (store: Store, campaign: string): Promise<Attempt[]> =>
  [...(await store.listAttempts({ campaign, limit: 100 })).items].toSorted((left, right) =>
    left.id < right.id ? -1 : 1,
  );
const stagesIn = (attempts: readonly Attempt[]): Set<string | null> =>
  new Set(attempts.filter(({ state }) => isOpen(state)).map(({ progress }) => progress));

const laterFacts = /^(keys\..*|cost|rate|billedSeconds)$/;
const withoutLater = (details: Details | null): Details | null =>
  details && Object.fromEntries(Object.entries(details).filter(([name]) => !laterFacts.test(name)));

/** Callbacks that an earlier version had put into the inbox, in its words: the contact pressed 9 and hung up. */
const formerEvidence = (attempt: Attempt): string =>
  JSON.stringify({
    type: 'evidence',
    attempt: attempt.id,
    callId: attempt.providerId,
    evidence: [
      { kind: 'accepted', requestId: attempt.receipt },
      { kind: 'queued', requestId: null },
      { kind: 'live', callId: attempt.providerId },
      { kind: 'ringing', callId: attempt.providerId },
      { kind: 'answered', callId: attempt.providerId },
      { kind: 'machine', callId: attempt.providerId },
      { kind: 'gathered', callId: attempt.providerId, digits: '9', outcome: 'opt-out' },
      {
        kind: 'ended',
        rank: 3,
        callId: attempt.providerId,
        disposition: 'answered',
        cause: { code: '4000', name: 'Normal Hangup', source: 'Callee' },
        talkSeconds: 6,
        fault: null,
      },
    ],
  });

test('a store of the version that had rows of calls opens with calls at every stage, and the run is finished', async () => {
  const written = await openSqliteStore({ path: file('new.db') });
  const first = await startService({ store: written });
  const definition = campaignFile({ rateLimits: { concurrent: 8, perSecond: 1 } });
  const { body } = await first.send('POST', '/v1/campaigns', definition);
  const id = String(body['id']);
  const list = csvOf(['14', '14', '14', '14', '14', '14', '14', '14', '14', '14', '14', '14']);
  await first.send('POST', `/v1/campaigns/${id}/contacts`, list, { 'content-type': 'text/csv' });
  await first.send('POST', `/v1/campaigns/${id}/start`);
  await first.until(async () => {
    const attempts = await attemptsOf(written, id);
    return attempts.some(({ state }) => state === 'ended') && stagesIn(attempts).size >= 3;
  });
  await first.stop();
  // That version kept no callbacks, not which keys were pressed, and not what calls cost.
  const before = (await attemptsOf(written, id)).map((attempt) => ({
    ...attempt,
    callbacks: null,
    details: withoutLater(attempt.details),
  }));
  const talking = before.find(({ state, progress }) => state === 'placed' && progress === 'in-progress');
  if (!talking) throw new Error('nobody was on the phone');
  await written.putInbox({ id: 'evt_former', campaign: id, at: 1, body: formerEvidence(talking) });
  await written.close();
  copyAsOlder({ from: file('new.db'), to: file('old.db'), version: versionBefore('attempts') });

  const opened = await openSqliteStore({ path: file('old.db') });
  expect(await attemptsOf(opened, id)).toEqual(before);
  const second = await startService({ store: opened, name: 'instance-2' });
  await second.until(async () => (await opened.readCampaign(id))?.state === 'completed');
  const after = await attemptsOf(opened, id);
  expect(after.filter(({ state }) => isOpen(state))).toEqual([]);
  expect(after.find((attempt) => attempt.id === talking.id)).toMatchObject({
    outcome: 'opt-out',
    disposition: 'machine',
    evidence: 3,
    cause: { code: '4000' },
    details: { talkSeconds: 6 },
  });
  const [optedOut] = await opened.readEnrollments({ campaign: id, positions: [talking.position] });
  expect(optedOut?.state).toBe('opted-out');
  await second.stop();
  await opened.close();
}, 60_000);
