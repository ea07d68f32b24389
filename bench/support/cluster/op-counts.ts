import type { MongoClient } from 'mongodb';

/** The number of commands that a server has received since its start, by name. */
export type OpCounts = Readonly<Record<string, number>>;

/** Sent by drivers and tools on their own. */
const ofDrivers: ReadonlySet<string> = new Set(['serverStatus', 'endSessions', 'isMaster']);

/** Reads `serverStatus.metrics.commands`. */
export async function readOpCounts(client: MongoClient): Promise<OpCounts> {
  const status = await client.db('admin').command({ serverStatus: 1 });
  const commands = status['metrics'].commands as Record<string, { total?: number | bigint }>;
  const totals = Object.entries(commands).map(([name, { total }]) => [name, Number(total ?? 0)] as const);
  return Object.fromEntries(totals.filter(([name]) => !ofDrivers.has(name)));
}

/** Returns the commands per second between two reads, most frequent first: `update 57, find 73`. */
export function ratesOf({
  before,
  after,
  seconds,
}: {
  before: OpCounts;
  after: OpCounts;
  seconds: number;
}): string {
  return Object.entries(after)
    .map(([name, total]) => ({ name, rate: (total - (before[name] ?? 0)) / seconds }))
    .filter(({ rate }) => rate >= 0.05)
    .toSorted((left, right) => right.rate - left.rate)
    .map(({ name, rate }) => `${name} ${rate < 10 ? rate.toFixed(1) : rate.toFixed(0)}`)
    .join(', ');
}
