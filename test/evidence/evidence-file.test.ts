import { expect, test } from 'vitest';
import { verifyEvidence } from '../../src/evidence/index.ts';
import { phoneOf, rowsOf } from '../support/builders/contacts.ts';
import { playCampaign, wordsAbout } from './support/play-campaign.ts';

type Line = { kind: string } & Record<string, unknown>;
const linesOf = (text: string): Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test('has every event, attempt, verdict and suppression of the person, each proved to be in the log', async () => {
  const { service, campaign, evidenceOf } = await playCampaign();
  const text = await evidenceOf(phoneOf(1));
  const lines = linesOf(text);
  const { verification } = verifyEvidence(text);
  expect(verification.faults).toEqual([]);
  const [log, clientLog] = verification.logs;
  const { body: verified } = await service.send<{ head: string; events: number }>(
    'GET',
    `/v1/campaigns/${campaign}/events/verification`,
  );
  const history = await service.store.readEvents({ campaign, afterSeq: 0, position: 1, limit: 500 });
  expect(log).toMatchObject({
    log: campaign,
    head: verified.head,
    events: verified.events,
    proved: history.length,
    unproved: 0,
    begins: { why: 'start' },
  });
  expect(clientLog).toMatchObject({ of: 'client', log: 'default', proved: 1, unproved: 0 });
  const types = lines.filter(({ kind, log: of }) => kind === 'event' && of === campaign);
  expect(types.map(({ stored }) => (stored as unknown[])[1])).toEqual(history.map(({ type }) => type));
  expect(types.length).toBeGreaterThan(5);
  const attempts = lines.filter(({ kind }) => kind === 'attempt');
  expect(attempts).toMatchObject([{ disposition: 'busy' }, { disposition: 'answered' }]);
  expect(attempts.every(({ address, providerId }) => address === phoneOf(1) && providerId !== null)).toBe(
    true,
  );
  expect(lines.filter(({ kind }) => kind === 'person')).toHaveLength(1);
  expect(lines.find(({ kind }) => kind === 'contact')).toMatchObject({
    contact: { name: 'Person 1' },
    enrollment: { state: 'completed' },
  });
});

test('has a suppression that is on a list, and the verdicts of rules on a contact that waits', async () => {
  const { service, campaign, evidenceOf } = await playCampaign();
  await service.send('POST', '/v1/suppressions', { address: phoneOf(3), reason: 'complaint' });
  const lines = linesOf(await evidenceOf(phoneOf(3)));
  expect(lines.filter(({ kind }) => kind === 'suppression')).toMatchObject([{ reason: 'complaint' }]);
  expect(lines.filter(({ kind }) => kind === 'rules')).toMatchObject([{ campaign, rules: [] }]);
});

test('has nothing of other contacts but hashes', async () => {
  const { service, campaign, evidenceOf } = await playCampaign();
  const { items } = await service.store.listEnrollments({ campaign, limit: 50 });
  const attempts = await service.store.listAttempts({ campaign, limit: 500 });
  const text = await evidenceOf(phoneOf(2));
  expect(text).toContain(JSON.stringify(wordsAbout(2)).slice(1, -1));
  const others = items.filter(({ position }) => position !== 2);
  expect(others).toHaveLength(11);
  for (const { contact, position } of others)
    for (const word of [contact, phoneOf(position), `"Person ${position}"`, `number ${position} `])
      expect(text).not.toContain(word);
  for (const { id, position } of attempts.items) expect(text.includes(id)).toBe(position === 2);
});

test('covers all campaigns of the client in which the person is, or one', async () => {
  const { service, campaign, evidenceOf } = await playCampaign({ contacts: 3 });
  const { id: second } = await service.create({ name: 'autumn' });
  await service.enroll({ campaign: second, rows: rowsOf(3) });
  const logsOf = (text: string): string[] => verifyEvidence(text).verification.logs.map(({ log }) => log);
  expect(logsOf(await evidenceOf(phoneOf(1))).toSorted()).toEqual([campaign, second, 'default'].toSorted());
  expect(logsOf(await evidenceOf(phoneOf(1), '&campaign=autumn'))).toEqual([second, 'default']);
  const [row] = await service.store.readEnrollments({ campaign, positions: [1] });
  expect(logsOf(await evidenceOf(row?.contact ?? ''))).toHaveLength(3);
});

test('is not made for a contact who is not there, or of another client', async () => {
  const { service } = await playCampaign({ contacts: 2 });
  const missing = await service.send<{ code: string }>('GET', '/v1/evidence?contact=%2B12025559999');
  expect([missing.status, missing.body.code]).toEqual([404, 'contact.not-found']);
  const other = await service.send<{ code: string }>(
    'GET',
    `/v1/evidence?contact=${encodeURIComponent(phoneOf(1))}&client=northwind`,
  );
  expect([other.status, other.body.code]).toEqual([404, 'contact.not-found']);
});
