import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { allRegions } from '../../src/dashboard/regions/index.ts';
import { keepHeapSmall } from '../../src/platform/small-heap.ts';
import { createSystemClock } from '../../src/platform/system-clock.ts';
import { ask } from '../dashboard/ask.ts';
import type { Shown, ViewerLoad, ViewerResult } from '../dashboard/viewer-load.ts';
import { fillCampaign } from '../support/fill.ts';
import { startGauges } from '../support/gauges.ts';
import { count, ms, quantile } from '../support/row.ts';
import type { Measure, Row } from '../support/row.ts';
import { createSilentChannel } from '../support/silent-channel.ts';
import { openVoiceService, voiceDefinition } from '../support/voice-service.ts';

const load = fileURLToPath(new URL('../dashboard/viewer-load.ts', import.meta.url));
const viewers = Number(process.env['BENCH_VIEWERS'] ?? 1_000);
const watched = 50;
const forMs = 30_000;
/** Calls per second. Each has three events. */
const perSecond = 335;
/** How long a call lasts. */
const holdMs = 1_000;

type Commit = { at: number; completed: number; events: number };

/** Counts the renderings of each region, from now on. */
function countRenderings(): ReadonlyMap<string, number> {
  const renderings = new Map<string, number>();
  for (const region of allRegions) {
    const { name, render } = region;
    region.render = (input) => {
      renderings.set(name, (renderings.get(name) ?? 0) + 1);
      return render(input);
    };
  }
  return renderings;
}

/** From each commit that completed contacts until a watched viewer was shown as many or more. */
function delaysOf(commits: readonly Commit[], shown: readonly (readonly Shown[])[]): number[] {
  return shown.flatMap((list) => {
    const delays: number[] = [];
    let next = 0;
    for (const commit of commits) {
      while (next < list.length && (list[next]?.completed ?? 0) < commit.completed) next += 1;
      const found = list[next];
      if (found) delays.push(found.at - commit.at);
    }
    return delays;
  });
}

const rssMb = (): number => process.memoryUsage.rss() / 1_048_576;

/** 1,000 browsers look at the page of a campaign with 1,000 events a second. */
export const measure: Measure = async ({ folder, rows }) => {
  const renderings = countRenderings();
  const clock = createSystemClock();
  const heap = keepHeapSmall({ clock });
  const commits: Commit[] = [];
  const { url, service, close } = await openVoiceService({
    path: join(folder, 'viewers.db'),
    accountPerSecond: 100_000,
    send: () => Promise.resolve({ kind: 'unsent', detail: 'not used' }),
    channels: ({ report }) => [createSilentChannel({ report, holdMs })],
    onCommitted({ record, events }) {
      const at = performance.timeOrigin + performance.now();
      commits.push({ at, completed: record.counters.states.completed ?? 0, events: events.length });
    },
  });
  const definition = voiceDefinition({ concurrent: 4_000, perSecond });
  const campaign = await fillCampaign({ engine: service.engine, definition, rows });
  await service.engine.command({ campaign, command: { name: 'start', startAt: null }, by: 'bench' });
  await wait(3_000);

  const stopAlone = startGauges();
  await wait(10_000);
  const alone = stopAlone();
  const rssAlone = rssMb();

  const page = await ask(`${url}/campaigns/${campaign}`, { compressed: false });
  const keys = [...page.text.matchAll(/data-region="([^"]+)"/g)].map(([, key = '']): [string, string] => [
    'region',
    key,
  ]);
  const stream = `${url}/ui/stream?${new URLSearchParams(keys).toString()}`;
  const browsers = fork(load, { stdio: ['ignore', 2, 2, 'ipc'], serialization: 'advanced' });
  browsers.send({ url: stream, viewers, watched, forMs } satisfies ViewerLoad);
  await once(browsers, 'message');
  const before = new Map(renderings);
  const firstCommit = commits.length;
  const stop = startGauges();
  const rssStart = rssMb();
  const [result] = (await once(browsers, 'message')) as [ViewerResult];
  const gauges = stop();
  const rssEnd = rssMb();
  const seconds = gauges.ms / 1_000;
  const during = commits.slice(firstCommit);
  const completing = during.filter(({ completed }, index) => completed > (during[index - 1]?.completed ?? 0));
  const delays = delaysOf(completing, result.shown);
  const { state } = await service.engine.resolve({ campaign, client: null });
  await heap.stop();
  await close();
  if (state === 'completed') throw new Error('the campaign ended before the measurement');
  const share = ({ cpuSeconds, ms: took }: { cpuSeconds: number; ms: number }): string =>
    `${((cpuSeconds / took) * 100_000).toFixed(0)} %`;
  const events = during.reduce((sum, { events: some }) => sum + some, 0) / seconds;
  const row = (what: string, figure: string, target: string, remarks: string): Row => ({
    what,
    figure,
    target,
    remarks,
  });
  return [
    row(
      `renderings with ${count(viewers)} viewers`,
      [...renderings]
        .map(([name, times]) => [name, (times - (before.get(name) ?? 0)) / seconds] as const)
        .filter(([, rate]) => rate > 0)
        .map(([name, rate]) => `${name} ${rate.toFixed(1)}/s`)
        .join(', '),
      'one for all viewers',
      `${count(events)} events/s in ${count(during.length / seconds)} commits/s`,
    ),
    row(
      'from the commit to a viewer',
      `p50 ${ms(quantile(delays, 0.5))}, p99 ${ms(quantile(delays, 0.99))}, longest ${ms(Math.max(...delays.slice(0, 100_000)))}`,
      '',
      `${count(delays.length)} pairs of a commit and one of ${result.shown.length} viewers; ${result.lost} streams lost; all connected after ${ms(result.connectMs)}`,
    ),
    row(
      'memory of the service',
      `RSS ${count(rssStart)} MB, ${count(rssEnd)} MB after ${seconds.toFixed(0)} s`,
      '300 MB',
      `${count(rssAlone)} MB without viewers; peak ${count(gauges.peakRssMb)} MB; ${(result.bytes / result.countedMs / 1_000).toFixed(1)} MB/s to the viewers`,
    ),
    row(
      'load of the service',
      `CPU ${share(gauges)} of a core, loop late p99 ${ms(gauges.loopP99)}`,
      '',
      `without viewers ${share(alone)} and ${ms(alone.loopP99)}; the viewers share the two cores`,
    ),
  ];
};
