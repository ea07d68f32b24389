import { setTimeout as wait } from 'node:timers/promises';
import { createCampaignClient, createNumbers } from '../../support/cluster/call-campaign.ts';
import type { Sample } from '../../support/cluster/probe.ts';
import { startServices } from '../../support/cluster/services.ts';
import { count } from '../../support/row.ts';
import type { Measure, Row } from '../../support/row.ts';
import { slopeOf } from '../../support/slope.ts';

const instances = 3;
const everyMs = 6_000;
/** A slow machine has no more campaigns at once than this; the next one begins later. */
const maxAtOnce = 8;
const contactsEach = 20;
const limits = { concurrent: 30, perSecond: 10 };
const maxErrors = 20;
const minuteMs = 60_000;
/** Code that is compiled, caches and pools are filled in the first third. */
const warmShare = 1 / 3;

/**
 * Lets three instances work for `rows` minutes: every six seconds a campaign is created, filled and started, and it is
 * archived when it has ended. Reports how their memory grows.
 */
export const measure: Measure = async ({ folder, rows: minutes }) => {
  const services = await startServices({ folder, count: instances, probe: 'memory', talkMs: [500, 4_000] });
  try {
    const client = createCampaignClient(services);
    const numbersOf = createNumbers();
    const start = Date.now();
    const running: Promise<void>[] = [];
    let ended = 0;
    const carry = async (name: string): Promise<void> => {
      await client.start({ name, numbers: numbersOf(contactsEach), limits, attempts: 2 });
      await client.untilEnded(name);
      await client.archive(name);
      ended += 1;
    };
    const failure = new AbortController();
    /** A failure ends the run; `Promise.all` rejects with it. */
    const begin = (name: string): void => {
      const carried = carry(name);
      carried.catch(() => failure.abort());
      running.push(carried);
    };
    let tellAt = start + minuteMs;
    while (!failure.signal.aborted && Date.now() < start + minutes * minuteMs) {
      if (running.length - ended < maxAtOnce) begin(`steady-${running.length + 1}`);
      await wait(everyMs);
      if (Date.now() >= tellAt) tell(services.samples(), ended);
      if (Date.now() >= tellAt) tellAt += minuteMs;
    }
    const samples = services.samples();
    for (const line of services.errors().slice(0, maxErrors)) process.stderr.write(`${line}\n`);
    await Promise.all(running);
    const { audit } = services.journal();
    const warmUntil = start + minutes * minuteMs * warmShare;
    const work = `${count(ended)} campaigns of ${contactsEach} contacts, ${count(audit.placements)} calls, double ${audit.doubles.length}, ${client.repeated()} requests repeated`;
    return samples.map((ofOne, index) => rowOf({ ofOne, number: index + 1, warmUntil, work }));
  } finally {
    await services.stop();
  }
};

function rowOf({
  ofOne,
  number,
  warmUntil,
  work,
}: {
  ofOne: readonly Sample[];
  number: number;
  warmUntil: number;
  work: string;
}): Row {
  const warm = ofOne.filter(({ at }) => at >= warmUntil);
  const rss = warm.map(({ at, rssMb }) => ({ at, value: rssMb }));
  const heap = warm.flatMap(({ at, heapMb }) => (heapMb === null ? [] : [{ at, value: heapMb }]));
  return {
    what: `memory of instance ${number} while campaigns come and go`,
    figure: `RSS ${spread(rss)}; live objects ${spread(heap)}`,
    target: 'flat',
    remarks: `the last ${minutesOf(rss)} minutes; RSS every 10 s, live objects after a collection every minute; ${work}`,
  };
}

type Points = readonly { at: number; value: number }[];

function spread(points: Points): string {
  const values = points.map(({ value }) => value);
  if (points.length < 2) return 'not known';
  const perMinute = slopeOf(points) * minuteMs;
  const sign = perMinute < 0 ? '−' : '+';
  const range = `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)} MB`;
  return `${range}, ${sign}${Math.abs(perMinute).toFixed(3)} MB per minute`;
}

function minutesOf(points: Points): string {
  return (((points.at(-1)?.at ?? 0) - (points[0]?.at ?? 0)) / minuteMs).toFixed(0);
}

/** Prints the last samples. */
function tell(samples: readonly (readonly Sample[])[], ended: number): void {
  const texts = samples.map((ofOne) => {
    const heap = ofOne.findLast(({ heapMb }) => heapMb !== null)?.heapMb;
    return `${ofOne.at(-1)?.rssMb.toFixed(1) ?? '-'} (${heap?.toFixed(2) ?? '-'})`;
  });
  process.stderr.write(
    `  ${new Date().toISOString()} ended ${ended}; RSS (live) in MB: ${texts.join(', ')}\n`,
  );
}
