import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Live } from '../../live/index.ts';
import type { Queries } from '../../queries/index.ts';
import type { StreamWriter } from './event-stream.ts';

const pageSize = 200;

/**
 * Writes the events after a seq, then waits for new ones until the reader has disconnected. No event is omitted or
 * sent twice.
 */
export async function fillEvents({
  writer: { send, gone },
  record,
  afterSeq,
  withContacts,
  queries,
  live,
}: {
  writer: StreamWriter;
  record: CampaignRecord;
  afterSeq: number;
  withContacts: boolean;
  queries: Pick<Queries, 'events'>;
  live: Pick<Live, 'onEvents'>;
}): Promise<void> {
  const signal = createSignal();
  const unsubscribe = live.onEvents({ campaign: record.id, listener: signal.set });
  gone.addEventListener('abort', signal.set, { once: true });
  try {
    for (let seq = afterSeq; !gone.aborted;) {
      const events = await queries.events({ record, afterSeq: seq, limit: pageSize, withContacts });
      for (const event of events) {
        if (gone.aborted) return;
        await send({ id: String(event.seq), event: event.type, data: event });
        ({ seq } = event);
      }
      if (events.length < pageSize) await signal.wait();
    }
  } finally {
    unsubscribe();
  }
}

/** Creates a signal that stays set until it is awaited. */
export function createSignal(): { set: () => void; wait: () => Promise<void> } {
  let isSet = false;
  let wake: (() => void) | null = null;
  return {
    set() {
      isSet = true;
      wake?.();
    },
    async wait() {
      if (!isSet) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      isSet = false;
      wake = null;
    },
  };
}
