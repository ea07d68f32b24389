import { connect, JSONCodec } from 'nats';
import type { NatsConnection } from 'nats';
import { until } from '../../../scripts/servers/until.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import { readLog } from '../../crash/killed-oracle.ts';
import { readStream } from '../../messaging/nats/read-stream.ts';
import { broken } from '../../simulation/oracle/broken.ts';

const stream = 'ringmaster_events';
/** What could not be published is published within a minute; the machine may be slow. */
const publishedWithinMs = 150_000;
const codec = JSONCodec<{ seq: number }>();

const subjectOf = ({ client, id }: CampaignRecord): string => `ringmaster.events.${client}.${id}`;

/**
 * Checks the order in which the log of a campaign was published: without its repetitions it has each event once, in
 * order, from the first to the last.
 */
export function checkPublished({
  campaign,
  published,
  lastSeq,
}: {
  campaign: string;
  published: readonly number[];
  lastSeq: number;
}): void {
  let last = 0;
  for (const seq of published) {
    if (seq <= last) continue;
    if (seq !== last + 1) broken(`8 published: ${campaign} has event ${seq} after ${last}`);
    last = seq;
  }
  if (last !== lastSeq) broken(`8 published: ${campaign} was published up to ${last} of ${lastSeq}`);
}

async function readLast(connection: NatsConnection, record: CampaignRecord): Promise<number> {
  const manager = await connection.jetstreamManager();
  const query = { last_by_subj: subjectOf(record) };
  const last = await manager.streams.getMessage(stream, query).catch(() => null);
  return last ? codec.decode(last.data).seq : 0;
}

/** Checks the published logs of campaigns that have ended. Waits until everything is published. */
export async function checkPublishedLogs({
  url,
  store,
  records,
}: {
  url: string;
  store: Store;
  records: readonly CampaignRecord[];
}): Promise<void> {
  const connection = await connect({ servers: url });
  try {
    const lastSeqs = new Map<string, number>();
    for (const { id } of records) lastSeqs.set(id, (await readLog(store, id)).at(-1)?.seq ?? 0);
    for (const record of records) {
      const lastSeq = lastSeqs.get(record.id) ?? 0;
      const what = `the log of ${record.name} to be published`;
      await until(async () => (await readLast(connection, record)) >= lastSeq, {
        what,
        withinMs: publishedWithinMs,
      });
    }
    const messages = await readStream(connection, stream);
    for (const record of records) {
      const own = messages.filter(({ subject }) => subject === subjectOf(record));
      const published = own.map(({ json }) => (json as { seq: number }).seq);
      checkPublished({ campaign: record.name, published, lastSeq: lastSeqs.get(record.id) ?? 0 });
    }
  } finally {
    await connection.close();
  }
}
