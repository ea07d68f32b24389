import fc from 'fast-check';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { channelRegistry } from '../../src/channels/registry.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { decideResult } from '../../src/integrations/results/result-intake.ts';
import type { ResultVerdict } from '../../src/messaging/contract.ts';

const attempt = {
  id: 'att_1',
  campaign: 'cmp_1',
  channel: 'voice',
  providerId: 'call-1',
  receipt: 'request-1',
} as Attempt;
const person = '+12025550199';

/** Decides a message for the last time. The store has one attempt. */
async function decide(
  body: Uint8Array | string,
): Promise<{ verdict: ResultVerdict; received: number; log: string }> {
  let received = 0;
  let log = '';
  const verdict = await decideResult(
    {
      store: {
        readAttempts: ([id]) => Promise.resolve(id === attempt.id ? [attempt] : []),
        findOpenAttempts: () => Promise.resolve([]),
      },
      receive() {
        received += 1;
        return Promise.resolve('current');
      },
      channels: channelRegistry.channels,
      log: pino({ level: 'trace' }, { write: (line: string) => (log += line) }),
    },
    { body: typeof body === 'string' ? new TextEncoder().encode(body) : body, deliveries: 9 },
  );
  return { verdict, received, log };
}

const evidence = [{ kind: 'ended', disposition: 'answered' }];
const report = { id: 'r-1', attempt: 'att_1', evidence };

test.each([
  ['malformed', ''],
  ['malformed', `{"id":"r-1","attempt":"${person}`],
  ['malformed', 'null'],
  ['malformed', JSON.stringify([report])],
  ['malformed', JSON.stringify({ ...report, id: '' })],
  ['malformed', JSON.stringify({ ...report, id: `call ${person}` })],
  ['malformed', JSON.stringify({ id: 'r-1', evidence })],
  ['malformed', JSON.stringify({ ...report, evidence: [] })],
  ['malformed', JSON.stringify({ ...report, evidence: Array(21).fill(evidence[0]) })],
  ['malformed', JSON.stringify({ ...report, evidence: [{ kind: person }] })],
  ['malformed', JSON.stringify({ ...report, evidence: [{ kind: 'ended' }] })],
  ['malformed', JSON.stringify({ ...report, evidence: [{ ...evidence[0], source: 'rumour' }] })],
  ['unknown-field', JSON.stringify({ ...report, phone: person })],
  ['unknown-field', JSON.stringify({ ...report, evidence: [{ ...evidence[0], rank: 4 }] })],
  ['unknown-field', JSON.stringify({ ...report, evidence: [{ ...evidence[0], details: { mood: 3 } }] })],
  ['unknown-attempt', JSON.stringify({ ...report, attempt: 'att_2' })],
  ['unknown-attempt', JSON.stringify({ ...report, attempt: person })],
  ['unknown-attempt', JSON.stringify({ id: 'r-1', providerId: 'call-1', evidence })],
  ['other-provider-id', JSON.stringify({ ...report, providerId: 'call-2' })],
  ['undeclared', JSON.stringify({ ...report, evidence: [{ kind: 'ended', disposition: 'vanished' }] })],
  ['undeclared', JSON.stringify({ ...report, evidence: [{ kind: 'progressed', stage: 'delivered' }] })],
  ['oversized', JSON.stringify({ ...report, attempt: person.repeat(10_000) })],
])('%s: a message on calls.results is given up, and nothing of it is logged: %s', async (reason, body) => {
  const { verdict, received, log } = await decide(body);
  expect({ verdict, received }).toMatchObject({ verdict: { kind: 'dead', reason }, received: 0 });
  expect(log).toContain(reason);
  expect(`${log}${JSON.stringify(verdict)}`).not.toContain(person);
});

test('a report with the id of the request or of the call is taken, with every kind of evidence', async () => {
  for (const providerId of [undefined, 'call-1', 'request-1']) {
    const { verdict, received } = await decide(
      JSON.stringify({
        ...report,
        providerId,
        evidence: [
          { kind: 'accepted' },
          { kind: 'progressed', stage: 'ringing' },
          { kind: 'reached' },
          { kind: 'qualified', disposition: 'machine' },
          { kind: 'responded', outcome: 'confirmed' },
          { ...evidence[0], source: 'record', cause: { code: '4000' }, details: { talkSeconds: 9 } },
        ],
      }),
    );
    expect({ verdict, received }).toEqual({ verdict: { kind: 'stored' }, received: 1 });
  }
});

test('no bytes and no JSON break the intake', async () => {
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
    fc
      .record({ id: fc.jsonValue(), attempt: fc.jsonValue(), evidence: fc.array(fc.jsonValue()) })
      .map((value) => new TextEncoder().encode(JSON.stringify(value))),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { verdict, received } = await decide(body);
      expect({ kind: verdict.kind, received }).toEqual({ kind: 'dead', received: 0 });
    }),
    { numRuns: 300 },
  );
});
