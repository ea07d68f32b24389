import { BSON } from 'mongodb';
import type { ClientSession, Collection, Document, Filter } from 'mongodb';
import { campaignSpan, keyOf } from '../../common/keys.ts';
import { blankCells, createRedactor } from '../../common/redaction.ts';
import type { Redactor } from '../../common/redaction.ts';
import { hashBefore, relinked } from '../../common/relinked.ts';
import type { ErasureStore } from '../../contract/persons/erasure.ts';
import type { Transactions } from '../connection/transactions.ts';
import type { Collections } from '../documents/collections.ts';

/** A collection with free text or content. Another person than that of the document may be named there. */
const places: readonly { name: keyof Collections; texts: readonly string[]; cells?: true }[] = [
  { name: 'importRows', texts: ['detail'], cells: true },
  { name: 'requests', texts: ['result', 'body'] },
  { name: 'deliveries', texts: ['body', 'lastError', 'answer'] },
  { name: 'messages', texts: ['subject', 'body', 'audit'] },
  { name: 'reviews', texts: ['note'] },
  { name: 'holds', texts: ['reason'] },
  { name: 'stopEvents', texts: ['reason'] },
  { name: 'inbox', texts: ['body'] },
  { name: 'suppressions', texts: ['reason', 'origin'] },
  { name: 'consents', texts: ['source', 'purpose', 'evidence'] },
  { name: 'persons', texts: ['optOut'] },
  { name: 'attempts', texts: ['details', 'callbacks', 'correction'] },
];

type Part = (input: { redactor: Redactor; last: unknown; limit: number }) => Promise<{ next: unknown }>;
const { EJSON } = BSON;

type Input = { collections: Collections; transactions: Transactions };

/** Searches one part after another: the places in their order, then the logs. */
export function createRedactTexts(input: Input): ErasureStore['redactTexts'] {
  const { collections } = input;
  const parts: Part[] = places.map((place) =>
    createPlace(collections[place.name] as unknown as Collection, place),
  );
  const all = [...parts, createCampaignLogs(input), createClientLogs(input)];
  return async ({ texts, after, limit }) => {
    const [index, last] = after === null ? [0, null] : (EJSON.parse(after) as [number, unknown]);
    const part = all[index];
    if (!part) return null;
    const { next } = await part({ redactor: createRedactor(texts), last: last ?? null, limit });
    if (next !== null) return EJSON.stringify([index, next]);
    return index + 1 < all.length ? EJSON.stringify([index + 1, null]) : null;
  };
}

function createPlace(
  collection: Collection,
  { texts, cells }: { texts: readonly string[]; cells?: true },
): Part {
  return async ({ redactor, last, limit }) => {
    const found = await collection
      .find(last === null ? {} : ({ _id: { $gt: last } } as unknown as Filter<Document>))
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    for (const document of found) {
      const set: Document = {};
      for (const name of texts) {
        const redacted = redactValue(document[name], redactor);
        if (redacted !== null) set[name] = redacted;
      }
      const row = cells ? (document['cells'] as string[]) : [];
      const isTheirs = cells && (redactor.cells(row) !== null || Object.keys(set).length > 0);
      if (isTheirs) {
        set['cells'] = blankCells(row);
        if (document['detail'] !== undefined) set['detail'] = '';
      }
      if (Object.keys(set).length > 0) await collection.updateOne({ _id: document['_id'] }, { $set: set });
    }
    return { next: found.length < limit ? null : found.at(-1)?.['_id'] };
  };
}

/** Returns a text or an object without the removed texts; null if it has none of them. */
function redactValue(value: unknown, redactor: Redactor): unknown {
  if (typeof value === 'string') return redactor.text(value);
  if (typeof value !== 'object' || value === null) return null;
  const redacted = redactor.text(JSON.stringify(value));
  return redacted === null ? null : (JSON.parse(redacted) as unknown);
}

/** The chunks after a changed one get new hashes in the same transaction, and so does the head of the log. */
function createCampaignLogs({ collections: { chunks, campaigns }, transactions }: Input): Part {
  const redactFrom = async (key: number, redactor: Redactor, session: ClientSession): Promise<void> => {
    const number = Math.floor(key / campaignSpan);
    const campaign = await campaigns.findOne({ number }, { projection: { cutSeq: 1 }, session });
    // Chunks before the cut are deleted soon. Their hashes stay, because the event at the cut names the last one.
    const begin = keyOf(number, campaign?.cutSeq ?? 0);
    const from = Math.max(key, begin);
    const [before] = await chunks
      .find({ _id: { $gte: begin, $lt: from } }, { session })
      .sort({ _id: -1 })
      .limit(1)
      .toArray();
    const found = await chunks
      .find({ _id: { $gte: from, $lt: keyOf(number + 1, 0) } }, { session })
      .sort({ _id: 1 })
      .toArray();
    let lastHash: string | null = null;
    const log = found.map(({ _id, body, hash }) => ({ at: _id, chunk: { body, hash } }));
    const start = before?.hash ?? hashBefore(log[0]) ?? campaign?._id ?? '';
    for (const { at, chunk } of relinked({ chunks: log, before: start, redactor })) {
      await chunks.updateOne(
        { _id: at },
        { $set: { body: chunk.body, hash: chunk.hash ?? '' } },
        { session },
      );
      lastHash = chunk.hash;
    }
    // A turn that was decided on the former head conflicts with this write, and is decided again.
    if (lastHash !== null) await campaigns.updateOne({ number }, { $set: { lastHash } }, { session });
  };
  return async ({ redactor, last, limit }) => {
    const found = await chunks
      .find({ _id: { $gt: (last as number | null) ?? 0 } })
      .sort({ _id: 1 })
      .limit(limit)
      .toArray();
    const theirs = found.find(({ body }) => redactor.text(body) !== null);
    if (!theirs) return { next: found.length < limit ? null : (found.at(-1)?._id ?? null) };
    await transactions.run((session) => redactFrom(theirs._id, redactor, session));
    return { next: keyOf(Math.floor(theirs._id / campaignSpan) + 1, 0) };
  };
}

function createClientLogs({ collections: { clientEvents, clientLogs }, transactions }: Input): Part {
  return async ({ redactor, last }) => {
    const [log] = await clientLogs
      .find({ _id: { $gt: (last as string | null) ?? '' } })
      .sort({ _id: 1 })
      .limit(1)
      .toArray();
    if (!log) return { next: null };
    const client = log._id;
    await transactions.run(async (session) => {
      const found = await clientEvents
        .find({ _id: { $gt: { client, seq: 0 }, $lt: { client, seq: Infinity } } }, { session })
        .sort({ _id: 1 })
        .toArray();
      let lastHash: string | null = null;
      const events = found.map(({ _id, body, hash }) => ({ at: _id, chunk: { body, hash } }));
      for (const { at, chunk } of relinked({ chunks: events, before: client, redactor })) {
        await clientEvents.updateOne(
          { _id: at },
          { $set: { body: chunk.body, hash: chunk.hash ?? '' } },
          { session },
        );
        lastHash = chunk.hash;
      }
      if (lastHash !== null)
        await clientLogs.updateOne({ _id: client }, { $set: { hash: lastHash } }, { session });
    });
    return { next: client };
  };
}
