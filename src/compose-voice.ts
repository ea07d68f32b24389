import { randomBytes } from 'node:crypto';
import { contactingChannels } from './channels/registry.ts';
import { voiceDescriptor } from './channels/voice/descriptor.ts';
import { isListedCause } from './channels/voice/hangup-causes.ts';
import type { HttpSend } from './channels/voice/plivo/requests/http-send.ts';
import { measuredSend } from './channels/voice/plivo/requests/measured-send.ts';
import { createPlivoVoice } from './channels/voice/plivo-voice.ts';
import type { CarrierAccount, PlivoVoice } from './channels/voice/plivo-voice.ts';
import { renderTemplate } from './contacts/template.ts';
import type { Attempt } from './domain/attempt/attempt.ts';
import type { WebhookParts } from './compose-outside.ts';
import type { BotLine } from './domain/bot/bot-line.ts';
import { RingmasterError } from './domain/errors.ts';
import type { BotTools } from './http/deps.ts';
import type { EngineMetrics, EngineMetricsInput } from './http/metrics/engine-metrics.ts';
import { createBotLine } from './integrations/bots/bot-line.ts';
import { checkedUrl } from './integrations/outgoing-webhooks/sending/endpoint-url.ts';
import { createSendWebhook } from './integrations/outgoing-webhooks/sending/send-webhook.ts';
import { secretOf } from './integrations/outgoing-webhooks/sending/signature.ts';
import type { Store } from './persistence/contract/store.ts';
import { createIsAllowedAddress } from './platform/addresses/allowed-addresses.ts';
import { createIsPrivateAddress } from './platform/addresses/private-addresses.ts';
import type { Clocks } from './platform/clock.ts';
import type { CarrierAudit } from './queries/index.ts';

/** The voice channel of a service, and the bots that answer its calls. */
export type Voice = PlivoVoice & { bots: Bots };

/** Creates the voice channel of a service. Its requests to the carrier are measured. */
export function composeVoice({
  carrier,
  carrierName,
  publicUrl,
  send,
  clocks,
  asked,
  ...ofBots
}: Pick<EngineMetrics, 'asked'> &
  Parameters<typeof composeBots>[0] & {
    carrier: CarrierAccount;
    carrierName: 'simulator' | 'plivo';
    publicUrl: string;
    send: HttpSend;
  }): Voice {
  const bots = composeBots({ clocks, ...ofBots });
  const voice = createPlivoVoice({
    account: carrier,
    isSimulated: carrierName === 'simulator',
    publicUrl,
    send: measuredSend({
      send,
      system: clocks.system,
      onReply: (reply) => asked({ channel: 'voice', ...reply }),
    }),
    clocks,
    bots: bots.line,
    render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
  });
  return { ...voice, bots };
}

/** The channels whose attempts are counted, and whether a code of a provider is one that its channel knows. */
export const measuredChannels: Pick<EngineMetricsInput, 'channels' | 'knowsCause'> = {
  channels: contactingChannels,
  knowsCause: ({ channel, code }) => channel !== voiceDescriptor.name || isListedCause(code),
};

const auditTimeoutMs = 10_000;

/** Creates the reader of the simulator's journal; null for a carrier that has none. */
export function createReadAudit({
  carrierName,
  carrier: { baseUrl },
  send,
}: {
  carrierName: 'simulator' | 'plivo';
  carrier: { baseUrl: string };
  send: HttpSend;
}): (() => Promise<CarrierAudit>) | null {
  if (carrierName !== 'simulator') return null;
  return async () => {
    const url = `${baseUrl.replace(/\/$/, '')}/control/audit`;
    const reply = await send({ method: 'GET', url, headers: {}, body: null, timeoutMs: auditTimeoutMs });
    if (reply.kind === 'answer' && reply.status === 200) return JSON.parse(reply.body) as CarrierAudit;
    const detail = reply.kind === 'answer' ? `it answered ${reply.status}` : reply.detail;
    throw new RingmasterError({
      code: 'carrier.no-journal',
      family: 'overloaded',
      message: `The journal of the simulator could not be read: ${detail}.`,
      hint: 'The simulator answers only requests from its own machine.',
    });
  };
}

/** Finds the open attempt with one of these ids of the provider, for callbacks that name no attempt. */
export async function findByProviderIds({
  store,
  ids,
}: {
  store: Pick<Store, 'findOpenAttempts'>;
  ids: readonly string[];
}): Promise<Attempt | null> {
  for (const providerId of ids) {
    const [found, ...others] = await store.findOpenAttempts({ providerId });
    if (found) return others.length === 0 ? found : null;
  }
  return null;
}

/** How an instance talks to the bot servers of clients. */
export type Bots = { line: BotLine; tools: BotTools; close: () => Promise<void> };

const secretBytes = 32;

/** The rules for addresses are those of webhooks, with the same exceptions. `bots` replaces the requests in tests. */
function composeBots({
  store,
  clocks,
  webhooks,
  bots,
}: {
  store: Store;
  clocks: Clocks;
  webhooks?: Pick<WebhookParts, 'allow'> | undefined;
  bots?: BotLine | undefined;
}): Bots {
  const rules = {
    isPrivate: createIsPrivateAddress(),
    isAllowed: createIsAllowedAddress(webhooks?.allow ?? []),
  };
  const http = createSendWebhook({ rules });
  const line = bots ?? createBotLine({ store, send: http.send, clock: clocks.store });
  return {
    line,
    tools: {
      line,
      checkUrl: ({ url, what }) => checkedUrl(url, rules, { code: 'bots.url-refused', what }),
      newSecret: () => secretOf(randomBytes(secretBytes)),
    },
    close: http.close,
  };
}
