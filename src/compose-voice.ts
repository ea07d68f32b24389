import type { HttpSend } from './channels/voice/plivo/requests/http-send.ts';
import { measuredSend } from './channels/voice/plivo/requests/measured-send.ts';
import { createPlivoVoice } from './channels/voice/plivo-voice.ts';
import type { CarrierAccount, PlivoVoice } from './channels/voice/plivo-voice.ts';
import { renderTemplate } from './contacts/template.ts';
import type { EngineMetrics } from './http/metrics/engine-metrics.ts';
import type { Clocks } from './platform/clock.ts';

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
