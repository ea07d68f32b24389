import type { HttpSend } from '../../src/channels/voice/plivo/requests/http-send.ts';
import { createUndiciSend } from '../../src/channels/voice/plivo/requests/undici-send.ts';
import type { Attempt } from '../../src/domain/attempt/attempt.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { startCarrier } from './carrier-process.ts';
import { fillCampaign } from './fill.ts';
import { account, openVoiceService, voiceDefinition } from './voice-service.ts';

/** A service that has just started: its requests to the carrier since then, and its open attempts. */
export type Restarted = { asked: () => number; openAttempts: () => readonly Attempt[] };

/** A service with calls of half an hour at a simulated carrier in another process. */
export async function openCalls(input: {
  path: string;
  perSecond: number;
  concurrent: number;
  rows: number;
}): Promise<{
  carrier: Awaited<ReturnType<typeof startCarrier>>;
  close: () => Promise<void>;
  inFlight: () => number;
  /** When calls were sent, as they were let go to the socket. */
  sent: readonly number[];
  /** Stops the service, and starts another one on the same store. */
  restart: () => Promise<Restarted>;
}> {
  const { path, perSecond, concurrent, rows } = input;
  const long: [number, number] = [1_800_000, 1_800_000];
  const carrier = await startCarrier({
    account,
    options: {
      callsPerSecond: 10_000,
      requestBudget: { requests: 100_000, perMs: 5_000 },
      scenario: {
        weights: { human: 1 },
        impatient: 0,
        suffixes: Object.fromEntries(
          Array.from({ length: 15 }, (_, index) => [String(index).padStart(2, '0'), 'human' as const]),
        ),
        timings: { ringAfterMs: [200, 800], answerAfterMs: [300, 1_500], talkMs: long },
      },
    },
  });
  const connections = createUndiciSend({ clock: createSystemClock() });
  const sent: number[] = [];
  let asked = 0;
  const send: HttpSend = (request) => {
    asked += 1;
    return noting({ send: connections.send, sent })(request);
  };
  const serve = (port: number) =>
    openVoiceService({ path, port, send, carrierUrl: carrier.url, accountPerSecond: perSecond });
  let { service, close, url } = await serve(0);
  const definition = voiceDefinition({ concurrent, perSecond });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  return {
    carrier,
    sent,
    inFlight: () => service.runtime.actor(campaign)?.inFlight() ?? 0,
    async restart() {
      await close();
      asked = 0;
      // Open calls call back to the port that they were given.
      ({ service, close, url } = await serve(Number(new URL(url).port)));
      const openAttempts = () =>
        [...(service.runtime.actor(campaign)?.memory()?.open.values() ?? [])].map(({ attempt }) => attempt);
      return { asked: () => asked, openAttempts };
    },
    async close() {
      await carrier.stop();
      await close();
      await connections.close();
    },
  };
}

/** The same, noting the instant in which a call is let go. */
function noting({ send, sent }: { send: HttpSend; sent: number[] }): HttpSend {
  return (request) => {
    const { beforeWrite } = request;
    if (!beforeWrite) return send(request);
    return send({
      ...request,
      beforeWrite() {
        const may = beforeWrite();
        if (may) sent.push(performance.now());
        return may;
      },
    });
  };
}
