import { cpuSecondsOf } from '../../support/cluster/process-cpu.ts';
import { createCampaignClient, createNumbers } from '../../support/cluster/call-campaign.ts';
import { startServices } from '../../support/cluster/services.ts';
import type { BenchServices } from '../../support/cluster/services.ts';
import { count, ms, quantile } from '../../support/row.ts';
import type { Measure, Row } from '../../support/row.ts';

const instances = 3;
/** Ten campaigns with the 2 starts per second of examples/campaign.yaml, and enough calls at once for that speed. */
const campaigns = 10;
const limits = { concurrent: 30, perSecond: 2 };
/** A call lasts 10 s on average: some are not answered. */
const talkMs = [8_000, 16_000] as const;

type List = { name: string; numbers: readonly string[] };

/** Calls `rows` contacts once, at ten times the speed of a normal campaign, on three instances. */
export const measure: Measure = async ({ folder, rows }) => {
  const services = await startServices({ folder, count: instances, probe: 'loop', talkMs });
  try {
    const { mongodPid } = services;
    const client = createCampaignClient(services);
    const numbersOf = createNumbers();
    const lists = Array.from({ length: campaigns }, (_, index) => ({
      name: `load-${index + 1}`,
      numbers: numbersOf(Math.floor(rows / campaigns)),
    }));
    const [start, cpu] = [performance.now(), cpuSecondsOf(mongodPid)];
    for (const { name, numbers } of lists) await client.start({ name, numbers, limits, attempts: 1 });
    const ends = await Promise.all(lists.map(({ name }) => client.untilEnded(name)));
    const mongod = ((cpuSecondsOf(mongodPid) - cpu) / (performance.now() - start)) * 100_000;
    const open = ends.reduce((sum, { remaining }) => sum + remaining, 0);
    return [rowOf({ services, lists, open, mongod })];
  } finally {
    await services.stop();
  }
};

function rowOf({
  services,
  lists,
  open,
  mongod,
}: {
  services: BenchServices;
  lists: readonly List[];
  /** Contacts without an end. */
  open: number;
  /** The CPU of mongod in hundredths of a core. */
  mongod: number;
}): Row {
  const { entries, audit } = services.journal();
  const startsOf = new Map<string, number[]>();
  for (const entry of entries)
    if (entry.type === 'placed') startsOf.set(entry.to, [...(startsOf.get(entry.to) ?? []), entry.at]);
  const perList = lists.map(({ numbers }) =>
    numbers.map((number) => startsOf.get(number.slice(1)) ?? []).filter((starts) => starts.length > 0),
  );
  const called = perList.flat();
  const double = called.filter((starts) => starts.length > 1).length + audit.overlaps.length;
  const lost = lists.flatMap(({ numbers }) => numbers).length - called.length + open;
  const late = perList.flatMap((starts) => latenessOf(starts.flat()));
  const rates = perList.map((starts) => rateOf(starts.flat()));
  const loops = services.samples().flatMap((samples) => samples.flatMap(({ loop }) => (loop ? [loop] : [])));
  return {
    what: `ten normal campaigns on three instances, ${count(called.length)} calls`,
    figure: `${rates.reduce((sum, rate) => sum + rate, 0).toFixed(1)} starts/s, up to ${audit.maxConcurrent} calls at once; double ${double}, lost ${lost}`,
    target: `${campaigns * limits.perSecond} starts/s, double 0, lost 0`,
    remarks:
      `a start is late by p50 ${ms(quantile(late, 0.5))}, p99 ${ms(quantile(late, 0.99))}, max ${ms(quantile(late, 1))}; ` +
      `loop late p99 ${ms(Math.max(...loops.map(({ p99 }) => p99)))} in the worst ten seconds of an instance, ` +
      `p99 ${ms(
        quantile(
          loops.map(({ p99 }) => p99),
          0.5,
        ),
      )} in the median; mongod ${mongod.toFixed(0)} % of a core`,
  };
}

/** Returns the starts per second from the first to the last. */
function rateOf(starts: readonly number[]): number {
  return ((starts.length - 1) * 1000) / (Math.max(...starts) - Math.min(...starts));
}

/** Returns how much later each start was than at the exact speed of the limit since the first. */
function latenessOf(starts: readonly number[]): readonly number[] {
  const sorted = starts.toSorted((left, right) => left - right);
  const first = sorted[0] ?? 0;
  return sorted.map((at, index) => Math.max(0, at - first - (index * 1000) / limits.perSecond));
}
