import pino from 'pino';
import type { HttpReply, HttpSend } from '../../src/channels/voice/plivo/requests/http-send.ts';
import { listen } from '../../src/cli/listener/listener.ts';
import { compose } from '../../src/compose.ts';
import type { Service, ServiceParts } from '../../src/compose.ts';
import { campaignDefinitionSchema } from '../../src/channels/registry.ts';
import type { CampaignDefinition } from '../../src/domain/campaign/campaign-definition.ts';
import type { Bus } from '../../src/messaging/contract.ts';
import { createMemoryBus } from '../../src/messaging/memory/memory-bus.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';

export const account = { authId: 'MABENCHMARK', authToken: 'bench-token' };

export type VoiceService = { url: string; service: Service; close: () => Promise<void> };

const unlimited = { concurrent: null, perSecond: null };

/** A whole instance as `serve` composes it, with its HTTP app on a loopback port. */
export async function openVoiceService({
  path,
  port = 0,
  instance = 'bench',
  bus,
  send,
  carrierUrl = 'http://127.0.0.1:9',
  accountPerSecond,
  channels,
  onCommitted,
}: {
  /** The file of a SQLite store, or a store that is open. The service closes it. */
  path: string | Store;
  /** By default a free one. */
  port?: number;
  instance?: string;
  /** By default a bus in this process. */
  bus?: Bus;
  send: HttpSend;
  carrierUrl?: string;
  accountPerSecond: number;
  /** By default the voice channel, which uses `send`. */
  channels?: ServiceParts['channels'];
  onCommitted?: ServiceParts['onCommitted'];
}): Promise<VoiceService> {
  const clock = createSystemClock();
  const listener = await listen({ host: '127.0.0.1', port });
  const store = typeof path === 'string' ? await openSqliteStore({ path }) : path;
  const service = compose({
    instance,
    store,
    bus: bus ?? createMemoryBus(),
    busName: bus ? 'nats' : 'memory',
    clocks: { business: clock, system: clock, store: clock },
    random: Math.random,
    log: pino({ level: process.env['BENCH_LOG'] ?? 'silent' }),
    publicUrl: listener.url,
    carrier: { ...account, baseUrl: carrierUrl, requestsPer5s: 100_000 },
    carrierName: 'simulator',
    send,
    shared: {
      account: { concurrent: null, perSecond: accountPerSecond },
      global: unlimited,
      caller: unlimited,
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    apiKeys: [],
    ...(channels && { channels }),
    ...(onCommitted && { onCommitted }),
  });
  listener.answerWith(service.fetch);
  await service.start();
  return {
    url: listener.url,
    service,
    async close() {
      await listener.close({ graceMs: 500 });
      await service.stop();
    },
  };
}

/** Plivo's answer to a placement that it accepts. */
export function callFired(request: number): HttpReply {
  const body = { api_id: `api-${request}`, request_uuid: `request-${request}`, message: 'call fired' };
  return { kind: 'answer', status: 201, headers: {}, body: JSON.stringify(body) };
}

/** One call per person, at any hour. */
export function voiceDefinition(rateLimits: { concurrent: number; perSecond: number }): CampaignDefinition {
  return campaignDefinitionSchema.parse({
    name: 'bench-voice',
    client: 'bench',
    contacts: { country: 'US' },
    steps: [
      {
        id: 'call',
        channel: 'voice',
        from: '+12025550100',
        machineDetection: 'off',
        timeLimit: '1h',
        flow: [{ speak: 'Hello {{first_name}}.' }, ...Array.from({ length: 3 }, () => ({ wait: '10m' }))],
      },
    ],
    sendWindow: {
      start: '00:00',
      end: '24:00',
      skipWeekends: false,
      holidays: 'none',
      fallbackTimezone: 'America/New_York',
    },
    rateLimits,
  });
}
