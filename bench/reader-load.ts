import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** The clients of the readers scenario, in a process of their own: each asks again `pauseMs` after an answer. */
export type ReaderLoad = { url: string; clients: number; pauseMs: number; forMs: number };
export type ReaderResult = {
  /** How long each client waited for its connection and first answer, in ms. */
  first: readonly number[];
  /** How long the later answers took, in ms. */
  later: readonly number[];
  refused: number;
  /** The text of the last answer. */
  last: string;
};

async function run({ url, clients, pauseMs, forMs }: ReaderLoad): Promise<ReaderResult> {
  const agent = new Agent({ connections: clients, pipelining: 1 });
  let [refused, last] = [0, ''];
  const ask = async (): Promise<number> => {
    const start = performance.now();
    const { statusCode, body } = await request(url, { dispatcher: agent });
    last = await body.text();
    if (statusCode !== 200) refused += 1;
    return performance.now() - start;
  };
  const first: number[] = [];
  const later: number[] = [];
  let end = Infinity;
  const client = async (): Promise<void> => {
    first.push(await ask());
    if (first.length === clients) end = performance.now() + forMs;
    while (performance.now() < end) {
      await wait(pauseMs);
      const took = await ask();
      if (first.length === clients) later.push(took);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  await agent.close();
  return { first, later, refused, last };
}

process.once('message', (load) => {
  void run(load as ReaderLoad).then((result) => process.send?.(result, () => process.disconnect()));
});
