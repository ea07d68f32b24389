import { noBots } from '../../support/bots/no-bots.ts';
import { createVoiceChannel } from '../../../src/channels/voice/index.ts';
import { createPlivoClient } from '../../../src/channels/voice/plivo/client.ts';
import { createPlivoTransport } from '../../../src/channels/voice/plivo/requests/transport.ts';
import { createUndiciSend } from '../../../src/channels/voice/plivo/requests/undici-send.ts';
import type { Touch } from '../../../src/channels/contract.ts';
import { serveSimulator, type SimulatorOptionsInput } from '../../../src/simulator/index.ts';
import type { ChannelUnderTest, ProviderControls } from '../../contracts/channel.suite.ts';
import { startCountingProxy } from './counting-proxy.ts';
import { createTestClock } from '../../support/time/test-clock.ts';
import { attemptOf, newTouch } from './touches.ts';

export const account = { authId: 'MATESTACCOUNT0000001', authToken: 'token-of-the-test-account' };
export const publicUrl = 'https://ringmaster.test';
const start = Date.UTC(2027, 2, 1, 14);

/** How the carrier's webhooks are answered in a test. */
export type AnswerCallback = (request: Request) => Promise<Response>;

/** One call starts at once, the next one has to queue for most of an hour. */
const oneStartOnly = 0.0005;

const waiting: AnswerCallback = async () => new Response('<Response><Wait length="600"/></Response>');

/**
 * The voice channel on real sockets against the real simulator, whose clock moves only while something is awaited; timeouts run
 * on that clock too.
 * Each touch goes to a number of its own where a person picks up.
 */
export async function openVoice({
  options = {},
  answerCallback = waiting,
  isSimulated = true,
}: {
  options?: SimulatorOptionsInput;
  answerCallback?: AnswerCallback;
  isSimulated?: boolean;
} = {}) {
  const clock = createTestClock({ startAt: start });
  const carrier = await serveSimulator({
    clock,
    accounts: [account],
    fetchCallback: answerCallback,
    options: { callsPerSecond: oneStartOnly, ...options },
  });
  const proxy = await startCountingProxy({ port: carrier.port });
  const connections = createUndiciSend({ clock });
  let requests = 0;
  const transport = createPlivoTransport({
    ...account,
    send(request) {
      requests += 1;
      return connections.send(request);
    },
    baseUrl: proxy.url,
    clock,
  });
  const channel = createVoiceChannel({ transport, publicUrl, clock, bots: noBots, isSimulated });
  const client = createPlivoClient({ transport, publicUrl, clock });
  const transfer = (callId: string, url: string) => client.transferCall(callId, url);
  const { simulator } = carrier;
  const callOf = (touch: Touch) => simulator.calls().find(({ attempt }) => attempt === touch.attempt);

  const until = async (condition: () => boolean): Promise<void> => {
    for (let ms = 0; !condition(); ms += 100) {
      if (ms > 3_600_000) throw new Error('the carrier did not get there within an hour of its time');
      await clock.pass(100);
    }
  };
  const during = async <Result>(promise: Promise<Result>): Promise<Result> => {
    const state = { pending: true };
    const watch = async (): Promise<void> => {
      await promise.catch(() => undefined);
      state.pending = false;
    };
    void watch();
    while (state.pending) {
      await clock.pass(1);
    }
    return promise;
  };

  const minted = new Map<string, number>();
  const provider: ProviderControls = {
    bytes: proxy.bytes,
    vanish: proxy.close,
    spoilNextReply: (fault) => simulator.faults.replace([{ fault, match: {}, times: 1 }]),
    async bring(touch, stage) {
      if (stage === 'live') return until(() => callOf(touch)?.state === 'in-progress');
      await until(() => callOf(touch)?.state === 'ended');
      await clock.pass(10_000);
    },
    async stall() {
      await during(channel.place({ touch: touchSomebody(), permit: { use: () => true } }));
    },
  };
  const touchSomebody = (): Touch => {
    const touch = newTouch({ address: `+1202555${String(minted.size).padStart(2, '0')}00` });
    minted.set(touch.attempt, clock.now());
    return touch;
  };

  const setup: ChannelUnderTest & { provider: ProviderControls } = {
    channel,
    newTouch: touchSomebody,
    attemptOf: (touch) => attemptOf(touch, { mintedAt: minted.get(touch.attempt) ?? clock.now() }),
    contacts: (touch) => simulator.calls().filter(({ attempt }) => attempt === touch.attempt).length,
    during,
    provider,
    async close() {
      await proxy.close();
      await carrier.close();
      await channel.close();
      await connections.close();
    },
  };
  return { ...setup, clock, simulator, callOf, until, transfer, requests: () => requests };
}
