import { get } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** Browsers that look at one page, in a process of their own. `forMs` begins when all have received their first message. */
export type ViewerLoad = { url: string; viewers: number; watched: number; forMs: number };

/** What a watched viewer was shown: the contacts completed, and when. */
export type Shown = { at: number; completed: number };
export type ViewerResult = {
  /** Of `watched` of the viewers. */
  shown: readonly (readonly Shown[])[];
  bytes: number;
  /** Viewers whose stream ended or failed. */
  lost: number;
  /** From the first connection until every viewer had a message. */
  connectMs: number;
  /** How long `bytes` were counted. */
  countedMs: number;
};

/** How many connections are made before the next ones wait for their first message. */
const atOnce = 50;
const completedPattern = /([\d,]+) completed \+/g;

/** The time by the wall clock, with fractions, comparable between processes. */
const now = (): number => performance.timeOrigin + performance.now();

/** Opens a stream. Resolves at its first region. */
function open(
  url: string,
  { onChunk, onLost }: { onChunk: (chunk: Buffer) => void; onLost: () => void },
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const sent = get(url, { agent: false, headers: { accept: 'text/event-stream' } }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      let isOver = false;
      const end = (): void => {
        if (!isOver) onLost();
        isOver = true;
      };
      answer.on('data', (chunk: Buffer) => {
        onChunk(chunk);
        if (chunk.includes('event: region')) {
          resolve(() => {
            isOver = true;
            sent.destroy();
          });
        }
      });
      answer.on('end', end);
      answer.on('error', end);
    });
    sent.on('error', reject);
  });
}

async function run({ url, viewers, watched, forMs }: ViewerLoad): Promise<ViewerResult> {
  const shown: Shown[][] = [];
  let [bytes, lost] = [0, 0];
  const follow = (index: number): Promise<() => void> => {
    const list: Shown[] = [];
    const isWatched = index % Math.ceil(viewers / watched) === 0;
    if (isWatched) shown.push(list);
    const onChunk = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (!isWatched) return;
      for (const [, figure = ''] of chunk.toString('latin1').matchAll(completedPattern)) {
        list.push({ at: now(), completed: Number(figure.replaceAll(',', '')) });
      }
    };
    return open(url, { onChunk, onLost: () => (lost += 1) });
  };
  const ends: (() => void)[] = [];
  const startedAt = now();
  while (ends.length < viewers) {
    const group = Array.from({ length: Math.min(atOnce, viewers - ends.length) }, (_, index) =>
      follow(ends.length + index),
    );
    ends.push(...(await Promise.all(group)));
  }
  const connectMs = now() - startedAt;
  process.send?.('connected');
  bytes = 0;
  const countedFrom = now();
  await wait(forMs);
  const result = { shown, bytes, lost, connectMs, countedMs: now() - countedFrom };
  for (const end of ends) end();
  return result;
}

process.once('message', (load) => {
  void run(load as ViewerLoad).then((result) => process.send?.(result, () => process.disconnect()));
});
