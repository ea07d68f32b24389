import type { FaultRuleInput, SimulatorOptionsInput } from '../../../../src/simulator/index.ts';
import { serveSimulator } from '../../../../src/simulator/index.ts';
import { readForm } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';
import { createFastClocks } from '../../../support/time/fast-clocks.ts';
import { account } from '../../support/voice-setup.ts';
import type { ReceivedCallback } from './client-under-test.ts';
import { startRecordingProxy } from './recording-proxy.ts';

/** So fast that ring times take milliseconds. */
const { clock, system } = createFastClocks(200);

/** The simulator behind a proxy that keeps the requests, and the callbacks as the customer's server receives them. */
export async function openCarrier({
  options = {},
  faults = [],
}: {
  options?: SimulatorOptionsInput;
  faults?: FaultRuleInput[];
} = {}) {
  const callbacks: ReceivedCallback[] = [];
  const server = await serveSimulator({
    clock,
    system,
    accounts: [account],
    options: { ...options, faults },
    async fetchCallback(request) {
      const header = (name: string): string => request.headers.get(name) ?? '';
      callbacks.push({
        method: request.method,
        url: request.url,
        nonce: header('x-plivo-signature-v3-nonce'),
        signature: header('x-plivo-signature-v3'),
        fields: readForm(await request.text()),
      });
      return new Response('<Response><Wait length="600"/></Response>');
    },
  });
  const proxy = await startRecordingProxy({ target: server.url });
  return {
    ...proxy,
    simulator: server.simulator,
    callbacks,
    now: clock.now,
    async close() {
      await proxy.close();
      await server.close();
    },
  };
}

export type ContractCarrier = Awaited<ReturnType<typeof openCarrier>>;

/** Waits until a condition holds; the carrier works meanwhile. */
export async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => void setTimeout(resolve, 2));
}
