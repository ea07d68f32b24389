import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { HttpSend } from '../../src/channels/voice/plivo/requests/http-send.ts';
import { createUndiciSend } from '../../src/channels/voice/plivo/requests/undici-send.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { maxPerSecond } from '../../src/simulator/index.ts';
import { startCarrier } from '../support/carrier-process.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { count, ms } from '../support/row.ts';
import type { Measure, Row } from '../support/row.ts';
import { account, openVoiceService, voiceDefinition } from '../support/voice-service.ts';

const secondsHeld = 20;
const pace = 50;
const fastPace = 250;

/** Real calls at a simulated carrier behind HTTP: a pace held, judged by the carrier's journal; then thousands live. */
export const measure: Measure = async ({ folder, rows }) => [
  await holdPace(folder),
  await holdCalls(folder, rows),
];

async function openCalls(input: {
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
  const { service, close } = await openVoiceService({
    path,
    send: noting({ send: connections.send, sent }),
    carrierUrl: carrier.url,
    accountPerSecond: perSecond,
  });
  const definition = voiceDefinition({ concurrent, perSecond });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  return {
    carrier,
    sent,
    inFlight: () => service.runtime.actor(campaign)?.inFlight() ?? 0,
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

async function holdPace(folder: string): Promise<Row> {
  const { carrier, close, sent } = await openCalls({
    path: join(folder, 'pace.db'),
    perSecond: pace,
    concurrent: 5_000,
    rows: pace * (secondsHeld + 10),
  });
  const before = await carrier.report();
  const start = performance.now();
  await wait(secondsHeld * 1_000);
  const after = await carrier.report();
  const seconds = (performance.now() - start) / 1_000;
  await close();
  return {
    what: `pace of ${pace} calls/s held for ${secondsHeld} s`,
    figure: `${((after.placed - before.placed) / seconds).toFixed(1)} calls/s, most in any rolling second ${maxPerSecond(sent)} sent`,
    target: `${pace} held, never more`,
    remarks: `judged at the socket; the simulated carrier (other process, HTTP) took ${after.maxPerSecond} in its fullest second, because requests are not equally long on their way; ${after.doubles} attempts placed twice`,
  };
}

async function holdCalls(folder: string, calls: number): Promise<Row> {
  const { carrier, close, inFlight } = await openCalls({
    path: join(folder, 'live.db'),
    perSecond: fastPace,
    concurrent: calls,
    rows: calls + 100,
  });
  const start = performance.now();
  let report = await carrier.report();
  while (report.live < calls && performance.now() - start < 90_000) {
    await wait(500);
    report = await carrier.report();
  }
  const ramp = (performance.now() - start) / 1_000;
  const stop = startGauges();
  await wait(10_000);
  const gauges = stop();
  report = await carrier.report();
  const tracked = inFlight();
  await close();
  return {
    what: `${count(calls)} live calls tracked`,
    figure: `${count(tracked)} tracked, ${count(report.live)} live at the carrier`,
    target: '5,000 in one process',
    remarks: `reached in ${ramp.toFixed(0)} s at ${fastPace} calls/s; then for 10 s: CPU ${((gauges.cpuSeconds / gauges.ms) * 100_000).toFixed(0)} % of a core, loop late p99 ${ms(gauges.loopP99)}, peak RSS ${count(gauges.peakRssMb)} MB`,
  };
}
