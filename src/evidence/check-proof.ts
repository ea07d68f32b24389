import { linkHash, rootHash, textHash } from '../persistence/contract/campaigns/log-hashes.ts';
import type { LineOf, ProofChunk } from './lines.ts';
import type { Fault } from './read.ts';

/** A line of the file, with its number. */
export type Numbered<Line> = { number: number; value: Line };
type Chain = LineOf<'chain'>;
type EventLine = Numbered<LineOf<'event'>>;

/** What a proof has shown about a log. */
export type CheckedLog = Pick<Chain, 'of' | 'log' | 'begins' | 'events' | 'head'> & {
  /** How many lines of events the proof covers. */
  proved: number;
  /** How many it does not cover, because an earlier version logged them. */
  unproved: number;
  /** The hash after each chunk, by the seq of its last event. */
  hashes: ReadonlyMap<number, string>;
  faults: readonly Fault[];
};

type Opened = { count: number; root: string; used: number } | { missing: number };

/** Checks the proof of a log against the lines of its events, in the order of the file. */
export function checkProof({
  chain,
  events,
}: {
  chain: Numbered<Chain>;
  events: readonly EventLine[];
}): CheckedLog {
  const { of, log, begins, chunks, events: length, head } = chain.value;
  const earlier = events.filter(({ value }) => value.seq <= begins.after);
  const later = events.slice(earlier.length);
  const hashes = new Map<number, string>();
  const faults = events.flatMap(eventFaults);
  const place = { seq: begins.after, hash: begins.hash, used: 0 };
  const fail = (detail: string, line = chain.number): void => void faults.push({ line, detail });

  if (begins.why === 'start' && (begins.after !== 0 || begins.hash !== log))
    fail('the proof does not begin with the log');
  if (begins.why !== 'earlier-version' && earlier[0])
    fail('the event is before the begin of the log', earlier[0].number);
  for (const chunk of chunks) {
    const opened = open({ chunk, seq: place.seq, next: (index) => later[place.used + index]?.value });
    if ('missing' in opened) {
      fail(`the line of event ${opened.missing} of ${log} is missing, or is not in its place`);
      break;
    }
    place.used += opened.used;
    place.seq += of === 'client' ? 1 : opened.count;
    place.hash = linkHash({ previous: place.hash, ...opened });
    hashes.set(place.seq, place.hash);
  }
  const extra = later[place.used];
  if (faults.length === 0 && extra)
    fail(`event ${extra.value.seq} is not in the log of ${log}, or is not in its place`, extra.number);
  if (faults.length === 0 && place.seq !== length) fail('the proof does not end with the log');
  if (faults.length === 0 && place.hash !== head)
    fail(
      `the lines of ${log} do not lead to the hash at the end of its log: a line or the proof was changed`,
    );
  const counts = { proved: place.used, unproved: earlier.length };
  return { of, log, begins, events: length, head, ...counts, hashes, faults };
}

/** Returns the root of a chunk, with the lines of events in it; or the event whose line is not the next one. */
function open({
  chunk,
  seq,
  next,
}: {
  chunk: ProofChunk;
  /** The last event before the chunk. */
  seq: number;
  /** Returns the next lines of events, by index. */
  next: (index: number) => LineOf<'event'> | undefined;
}): Opened {
  if (chunk !== null && chunk.length === 2) return { count: chunk[0], root: chunk[1], used: 0 };
  if (chunk === null) {
    const event = next(0);
    if (event?.seq !== seq + 1) return { missing: seq + 1 };
    return { ...rooted(event.stored.map((part) => textHash(JSON.stringify(part)))), used: 1 };
  }
  const hashes: string[] = [];
  let used = 0;
  for (const [index, known] of chunk[0].entries()) {
    const event = known === null ? next(used) : null;
    if (known === null && event?.seq !== seq + index + 1) return { missing: seq + index + 1 };
    if (event) used += 1;
    hashes.push(known ?? textHash(JSON.stringify(event?.stored)));
  }
  return { ...rooted(hashes), used };
}

const rooted = (hashes: readonly string[]) => ({ count: hashes.length, root: rootHash(hashes) });

/** The instant that is there for readers must be that of the log. */
function eventFaults({ number, value: { at, stored } }: EventLine): Fault[] {
  const [instant] = stored;
  if (typeof instant === 'number' && Date.parse(at) === Math.trunc(instant)) return [];
  return [{ line: number, detail: 'the time of the event is not that of its log' }];
}
