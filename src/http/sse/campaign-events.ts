import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Live } from '../../live/index.ts';
import type { Queries } from '../../queries/index.ts';
import type { StreamWriter } from './event-stream.ts';

const pageSize = 200;

/** Writes the log after a seq, then waits for more, until the reader is gone. Nothing is left out or sent twice. */
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
  const bell = createBell();
  const unsubscribe = live.onEvents({ campaign: record.id, listener: bell.ring });
  gone.addEventListener('abort', bell.ring, { once: true });
  try {
    for (let seq = afterSeq; !gone.aborted;) {
      const events = await queries.events({ record, afterSeq: seq, limit: pageSize, withContacts });
      for (const event of events) {
        if (gone.aborted) return;
        await send({ id: String(event.seq), event: event.type, data: event });
        ({ seq } = event);
      }
      if (events.length < pageSize) await bell.rung();
    }
  } finally {
    unsubscribe();
  }
}

/** Remembers being rung until somebody has heard it. */
export function createBell(): { ring: () => void; rung: () => Promise<void> } {
  let isRung = false;
  let heard: (() => void) | null = null;
  return {
    ring() {
      isRung = true;
      heard?.();
    },
    async rung() {
      if (!isRung) {
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
      isRung = false;
      heard = null;
    },
  };
}
