import { describe, expect, onTestFinished, test } from 'vitest';
import { account } from '../../support/voice-setup.ts';
import { openCarrier, until } from './carrier.ts';
import type { ContractCarrier } from './carrier.ts';
import type { ClientUnderTest, OpenClient } from './client-under-test.ts';
import { openOurClient } from './our-client.ts';
import { numbers, touch } from './ordered-call.ts';
import { normalised } from './recording-proxy.ts';
import type { WireRequest } from './recording-proxy.ts';

const to = '12125550100';
const elsewhere = 'https://customer.test/other.xml?attempt=7';

type Opened = { carrier: ContractCarrier; client: ClientUnderTest };

async function open(openClient: OpenClient, input: Parameters<typeof openCarrier>[0] = {}): Promise<Opened> {
  const carrier = await openCarrier(input);
  onTestFinished(() => carrier.close());
  const client = await openClient(carrier);
  onTestFinished(() => client.close());
  return { carrier, client };
}

/** One call from the placement to its record, with a second one that waits and is cancelled. */
async function lifeOfCalls(openClient: OpenClient): Promise<WireRequest[]> {
  const { carrier, client } = await open(openClient, { options: { callsPerSecond: 0.0001 } });
  const { simulator, now } = carrier;
  const id = (await client.place()) ?? '';
  expect(await client.liveCalls()).toEqual([id]);
  expect(await client.liveCall(id)).toMatchObject({ from: '12025550100', to });
  expect(await client.record(id)).toBeNull();
  const second = (await client.place()) ?? '';
  expect(await client.queuedCalls()).toEqual([second]);
  expect(await client.liveCall(second)).toBeNull();
  expect(await client.cancel(second)).toBe(true);
  expect(await client.cancel(second)).toBe(false);
  await until(() => simulator.calls()[0]?.state === 'in-progress');
  expect(await client.transfer(id, elsewhere)).toBe(true);
  await until(() => carrier.callbacks.some(({ url }) => url === elsewhere));
  expect(await client.hangUp(id)).toBe(true);
  expect(await client.hangUp(id)).toBe(false);
  await until(() => now() > Math.max(...simulator.calls().map(({ endedAt }) => endedAt ?? Infinity)) + 6000);
  expect(await client.record(id)).toEqual({ to, code: '4000' });
  expect(new Set(await client.records())).toEqual(new Set([id, second]));
  return normalised(carrier.requests);
}

/** What a client of Plivo's API does on the wire, from the placement of a call to its record and its callbacks. */
export function describePlivoClient({
  name,
  openClient,
  placements,
}: {
  name: string;
  openClient: OpenClient;
  /** The requests to place a call that one call of it sends while the carrier answers 500. */
  placements: number;
}): void {
  describe(`Plivo through ${name}`, () => {
    test('sends the same requests as the client of this program, in a whole call', async () => {
      const ours = await lifeOfCalls(openOurClient);
      expect(ours.length).toBeGreaterThan(12);
      expect(await lifeOfCalls(openClient)).toEqual(ours);
    });

    test(`asks for a call ${placements === 1 ? 'once' : `${placements} times`} if a placement is answered with 500`, async () => {
      const { carrier, client } = await open(openClient, {
        options: { callsPerSecond: 10 },
        faults: [{ fault: 'accepted-then-500' }],
      });
      expect(await client.place()).toBeNull();
      expect(carrier.requests.map(({ method }) => method)).toEqual(Array(placements).fill('POST'));
      expect(carrier.simulator.audit()).toMatchObject({
        placements,
        doubles: placements === 1 ? [] : [touch.attempt],
      });
    });

    test('accepts the signature of a callback, and no other', async () => {
      const { carrier, client } = await open(openClient);
      const id = (await client.place()) ?? '';
      await until(() => carrier.simulator.calls()[0]?.state === 'in-progress');
      await client.hangUp(id);
      await until(() => carrier.callbacks.length >= 3);
      const { authToken } = account;
      for (const callback of carrier.callbacks) {
        expect(await client.isSigned({ ...callback, authToken }), callback.url).toBe(true);
        const changes = [
          { authToken: 'another-token' },
          { nonce: `${callback.nonce}0` },
          { url: callback.url.replace('https', 'http') },
          { url: callback.url.replace('ringmaster.test', 'proxy.internal') },
          { fields: { ...callback.fields, To: numbers.sender } },
        ];
        for (const change of changes) {
          expect(await client.isSigned({ ...callback, authToken, ...change })).toBe(false);
        }
      }
    });
  });
}
