import { contactingChannels } from './channels/registry.ts';
import { voiceDescriptor } from './channels/voice/descriptor.ts';
import { isListedCause } from './channels/voice/hangup-causes.ts';
import type { HttpSend } from './channels/voice/plivo/requests/http-send.ts';
import { measuredSend } from './channels/voice/plivo/requests/measured-send.ts';
import { createPlivoVoice } from './channels/voice/plivo-voice.ts';
import type { CarrierAccount, PlivoVoice } from './channels/voice/plivo-voice.ts';
import { renderTemplate } from './contacts/template.ts';
import type { Attempt } from './domain/attempt/attempt.ts';
import { RingmasterError } from './domain/errors.ts';
import type { EngineMetrics, EngineMetricsInput } from './http/metrics/engine-metrics.ts';
import type { Store } from './persistence/contract/store.ts';
import type { Clocks } from './platform/clock.ts';
import type { CarrierAudit } from './queries/index.ts';

/** The voice channel of a service. Its requests to the carrier are measured. */
export function composeVoice({
  carrier,
  carrierName,
  publicUrl,
  send,
  clocks,
  asked,
}: Pick<EngineMetrics, 'asked'> & {
  carrier: CarrierAccount;
  carrierName: 'simulator' | 'plivo';
  publicUrl: string;
  send: HttpSend;
  clocks: Clocks;
}): PlivoVoice {
  return createPlivoVoice({
    account: carrier,
    isSimulated: carrierName === 'simulator',
    publicUrl,
    send: measuredSend({
      send,
      system: clocks.system,
      onReply: (reply) => asked({ channel: 'voice', ...reply }),
    }),
    clocks,
    render: (text, variables) => renderTemplate({ text, contact: variables, campaign: {} }).text,
  });
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
