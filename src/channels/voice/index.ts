import type { Clock } from '../../platform/clock.ts';
import { unhealthy } from '../../domain/health.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { Channel, SearchingChannel, TransferTarget } from '../contract.ts';
import { callbackUrl } from './plivo/callbacks/urls.ts';
import { createPlivoClient } from './plivo/client.ts';
import type { PlivoClient } from './plivo/client.ts';
import type { PlivoTransport } from './plivo/requests/transport.ts';
import type { BotLine } from '../../domain/bot/bot-line.ts';
import { createBotPreparation } from './bots/prepare.ts';
import { isVoiceStep } from './step.ts';
import { listCalls } from './list-calls.ts';
import { createLiveList } from './live-list.ts';
import { findOpenCall, searchAttempt } from './search.ts';

const unusable = {
  code: 'carrier.unusable',
  advice: 'Check the network and the status page of the carrier.',
};

/** Voice calls over Plivo. Results of calls arrive as callbacks; this channel places, searches and ends calls. */
export function createVoiceChannel({
  transport,
  publicUrl,
  clock,
  bots,
  isSimulated,
}: {
  transport: PlivoTransport;
  /** The public URL of the webhooks, without a trailing slash or a path. */
  publicUrl: string;
  /** The system clock. */
  clock: Clock;
  /** The bot servers of the clients. */
  bots: BotLine;
  /** A check then says so, so that an answer of the simulator is not taken for an answer of Plivo. */
  isSimulated: boolean;
}): SearchingChannel & Required<Pick<Channel, 'transfer' | 'prepare' | 'release'>> {
  const client = createPlivoClient({ transport, publicUrl, clock });
  const liveList = createLiveList({ client, clock });
  return {
    name: 'voice',
    ...createBotPreparation(bots),

    async place({ touch, permit }) {
      const { step } = touch;
      if (isVoiceStep(step)) return client.placeCall({ touch, step, permit });
      return { kind: 'barred', fault: 'configuration', detail: `step ${step.id} is not a voice step` };
    },

    async search(attempt) {
      const live = await liveList.evidenceOf(attempt);
      return { evidence: live.length > 0 ? live : await searchAttempt({ client, attempt }) };
    },

    listTouches: (since) => listCalls({ client, since }),

    async end(attempt) {
      const { receipt: requestId, providerId: callId } = attempt;
      if (requestId !== null && callId === null && (await client.cancelRequest(requestId))) return;
      if (callId !== null && (await client.hangUp(callId))) return;
      const queued = await findOpenCall({ client, attempt, state: 'queued', priority: 'hang-up' });
      if (queued) await client.cancelRequest(queued.requestId ?? queued.callId);
      const live = await findOpenCall({ client, attempt, state: 'live', priority: 'hang-up' });
      if (live) await client.hangUp(live.callId);
    },

    async transfer({ attempt, target }) {
      const callId = await liveCallId({ client, attempt });
      if (callId === null) return { kind: 'refused', detail: 'the provider has no such live call' };
      return client.transferCall(callId, transferUrl({ attempt, target, publicUrl }));
    },

    async cancelQueued(attempt) {
      const queued = await findOpenCall({ client, attempt, state: 'queued', priority: 'hang-up' });
      if (queued) await client.cancelRequest(queued.requestId ?? queued.callId);
    },

    async check() {
      const carrier = isSimulated ? 'the SIMULATOR' : 'Plivo';
      try {
        await client.check();
        const known = isSimulated ? 'answers: no real calls' : 'answers and knows the account';
        return { ok: true, detail: `${carrier} ${known}` };
      } catch (error) {
        const health = unhealthy(error, unusable);
        return { ...health, detail: `${carrier} cannot be used: ${health.detail}` };
      }
    },

    close: () => Promise.resolve(transport.close()),
  };
}

/** The id of the live call of an attempt; null if the provider has none, or gives no usable answer. */
async function liveCallId({
  client,
  attempt,
}: {
  client: PlivoClient;
  attempt: Attempt;
}): Promise<string | null> {
  if (attempt.providerId !== null) return attempt.providerId;
  const live = findOpenCall({ client, attempt, state: 'live', priority: 'hang-up' });
  return live.then(
    (call) => call?.callId ?? null,
    () => null,
  );
}

/** The URL at which the call continues: the caller's own as it is, or ours, which connects it with the number. */
function transferUrl({
  attempt: { id, campaign },
  target,
  publicUrl,
}: {
  attempt: Attempt;
  target: TransferTarget;
  publicUrl: string;
}): string {
  if ('answerUrl' in target) return target.answerUrl;
  return callbackUrl({ publicUrl, kind: 'transfer', attempt: id, campaign, to: target.to });
}
