import type { BotLine } from '../../domain/bot/bot-line.ts';
import type { Clocks } from '../../platform/clock.ts';
import type { Channel, ChannelWebhook, WebhookPorts } from '../contract.ts';
import type { RenderText } from './flow/elements.ts';
import { createVoiceChannel } from './index.ts';
import { createPlivoClient } from './plivo/client.ts';
import { createPlivoWebhooks } from './plivo/callbacks/webhooks.ts';
import { createPlivoRecordings } from './plivo/recordings.ts';
import type { OpenUrl } from './plivo/recordings.ts';
import type { HttpSend } from './plivo/requests/http-send.ts';
import { createPlivoTransport } from './plivo/requests/transport.ts';

/** The carrier account that calls are made with. */
export type CarrierAccount = {
  authId: string;
  authToken: string;
  baseUrl: string;
  requestsPer5s: number;
  /** Reads recordings; by default with `fetch`. */
  openUrl?: OpenUrl;
};

/** Voice over one Plivo account: the channel and its webhooks. */
export type PlivoVoice = {
  channel: Channel;
  /** The webhooks of the channel; `ports` are the functions of the engine that they call. */
  webhooks: (ports: WebhookPorts) => ChannelWebhook[];
};

export function createPlivoVoice({
  account,
  isSimulated,
  publicUrl,
  send,
  clocks,
  bots,
  render,
}: {
  account: CarrierAccount;
  /** A simulated carrier uses the business clock, and a check of the channel says that no calls are real. */
  isSimulated: boolean;
  /** The public URL of the service, without a trailing slash or a path. */
  publicUrl: string;
  send: HttpSend;
  clocks: Clocks;
  /** The bot servers of the clients. */
  bots: BotLine;
  /** Fills a contact's variables into a text. */
  render: RenderText;
}): PlivoVoice {
  const transport = createPlivoTransport({
    send,
    authId: account.authId,
    authToken: account.authToken,
    baseUrl: account.baseUrl,
    clock: isSimulated ? clocks.business : clocks.system,
    budget: { requests: account.requestsPer5s, perMs: 5_000 },
  });
  const client = createPlivoClient({ transport, publicUrl, clock: clocks.system });
  return {
    channel: {
      ...createVoiceChannel({ transport, publicUrl, clock: clocks.system, bots, isSimulated }),
      recordings: createPlivoRecordings({ account, isSimulated, transport, open: account.openUrl }),
    },
    webhooks: (ports) =>
      createPlivoWebhooks({
        authTokens: [account.authToken],
        publicUrl,
        render,
        ports,
        clock: clocks.system,
        now: clocks.business.now,
        bots,
        transfer: (callId, url) => client.transferCall(callId, url),
      }),
  };
}
