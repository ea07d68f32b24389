import { campaignSpan, keyOf } from '../../common/keys.ts';
import type { Redactor } from '../../common/redaction.ts';
import { hashBefore, relinked } from '../../common/relinked.ts';
import type { Connection } from '../connection/connection.ts';
import { keyRange } from '../rows/keys.ts';
import type { RedactPart } from './redact-part.ts';

/**
 * Redacts the logs of campaigns and clients. Each chunk has the hash of the one before, so the chunks after a changed one
 * get new hashes in the same transaction.
 */
export function createLogRedaction({ connection: { prepare, transact } }: { connection: Connection }): {
  campaignLog: RedactPart;
  clientLog: RedactPart;
} {
  const readChunks = prepare('SELECT key, body, hash FROM event_batches WHERE key > ? ORDER BY key LIMIT ?');
  const readLog = prepare(
    'SELECT key, body, hash FROM event_batches WHERE key >= ? AND key <= ? ORDER BY key',
  );
  const readBefore = prepare(
    'SELECT hash FROM event_batches WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1',
  );
  const readLogHead = prepare('SELECT id, cut_seq FROM campaigns WHERE number = ?');
  const update = prepare('UPDATE event_batches SET body = ?, hash = ? WHERE key = ?');
  const readClients = prepare('SELECT client FROM client_events WHERE client > ? ORDER BY client LIMIT 1');
  const readClientLog = prepare(
    'SELECT last_seq, body, hash FROM client_events WHERE client = ? ORDER BY last_seq',
  );
  const updateClient = prepare(
    'UPDATE client_events SET body = ?, hash = ? WHERE client = ? AND last_seq = ?',
  );

  /** Redacts the log of a campaign from one of its chunks to its end. */
  const redactFrom = (key: number, redactor: Redactor): void => {
    const campaign = Math.floor(key / campaignSpan);
    const [id, cutSeq] = (readLogHead.get(campaign) ?? ['', 0]) as [string, number];
    // Chunks before the cut are deleted soon. Their hashes stay, because the event at the cut names the last one.
    const begin = keyOf(campaign, cutSeq);
    const start = Math.max(key, begin);
    const { last } = keyRange(campaign);
    const chunks = readLog.all(start, last).map(([at, body, hash]) => ({
      at: at as number,
      chunk: { body: body as string, hash: hash as string | null },
    }));
    const before = readBefore.get(begin, start)?.[0] ?? hashBefore(chunks[0]) ?? id;
    for (const { at, chunk } of relinked({ chunks, before: String(before), redactor }))
      update.run(chunk.body, chunk.hash, at);
  };

  return {
    campaignLog: ({ redactor, last, limit }) =>
      transact(() => {
        const found = readChunks.all(last[0] ?? keyOf(0, 0), limit);
        const theirs = found.find(([, body]) => redactor.text(body as string) !== null);
        if (!theirs) return { next: found.length < limit ? null : [found.at(-1)?.[0] ?? 0] };
        redactFrom(theirs[0] as number, redactor);
        return { next: [keyRange(Math.floor((theirs[0] as number) / campaignSpan)).last] };
      }),
    clientLog: ({ redactor, last }) =>
      transact(() => {
        const client = readClients.get(last[0] ?? '')?.[0];
        if (typeof client !== 'string') return { next: null };
        const chunks = readClientLog.all(client).map(([at, body, hash]) => ({
          at: at as number,
          chunk: { body: body as string, hash: hash as string | null },
        }));
        for (const { at, chunk } of relinked({ chunks, before: client, redactor }))
          updateClient.run(chunk.body, chunk.hash, client, at);
        return { next: [client] };
      }),
  };
}
