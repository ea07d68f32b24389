import { isSigned } from '../../../../src/channels/voice/plivo/callbacks/signature.ts';
import { createPlivoClient } from '../../../../src/channels/voice/plivo/client.ts';
import { createPlivoTransport } from '../../../../src/channels/voice/plivo/requests/transport.ts';
import { createUndiciSend } from '../../../../src/channels/voice/plivo/requests/undici-send.ts';
import { createSystemClock } from '../../../../src/platform/system-clock.ts';
import { account, publicUrl } from '../../support/voice-setup.ts';
import type { OpenClient } from './client-under-test.ts';
import { numbers, step, touch } from './ordered-call.ts';

/** The client of this program. */
export const openOurClient: OpenClient = ({ url }) => {
  const clock = createSystemClock();
  const connections = createUndiciSend({ clock });
  const transport = createPlivoTransport({ ...account, send: connections.send, baseUrl: url, clock });
  const client = createPlivoClient({ transport, publicUrl, clock });
  return Promise.resolve({
    async place() {
      const outcome = await client.placeCall({ touch, step, permit: { use: () => true } });
      return outcome.kind === 'accepted' ? outcome.receipt : null;
    },
    liveCalls: () => client.openCalls('live', numbers),
    queuedCalls: () => client.openCalls('queued', numbers),
    liveCall: (id) => client.openCall({ state: 'live', id, numbers }),
    transfer: async (id, to) => (await client.transferCall(id, to)).kind === 'transferred',
    hangUp: (id) => client.hangUp(id),
    cancel: (id) => client.cancelRequest(id),
    async record(id) {
      const record = await client.record(id, numbers);
      return record && { to: record.to, code: record.cause.code };
    },
    async records() {
      const { records } = await client.records(numbers, 0);
      return records.map(({ callId }) => callId);
    },
    isSigned: ({ nonce, signature, authToken, ...callback }) =>
      Promise.resolve(
        isSigned({
          ...callback,
          headers: new Headers({
            'x-plivo-signature-v3-nonce': nonce,
            'x-plivo-signature-v3': signature,
          }),
          authTokens: [authToken],
        }),
      ),
    async close() {
      transport.close();
      await connections.close();
    },
  });
};
