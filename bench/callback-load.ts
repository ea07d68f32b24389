import { Agent, request } from 'undici';
import { signedRequest } from '../src/simulator/callbacks/callback-message.ts';

/** The other end of the webhook scenario, in a process of its own: sends signed callbacks at a steady rate. */
export type Load = {
  account: { authId: string; authToken: string };
  perSecond: number;
  callbacks: readonly { url: string; fields: Readonly<Record<string, string>> }[];
};
export type LoadResult = { latencies: readonly number[]; refused: number; seconds: number };

const tickMs = 10;
/** As a provider's own connection pool. */
const connections = 64;
/** Left out of the figures: connections are opened and code is compiled in it. */
const warmUpSeconds = 3;
const agent = new Agent({ connections, pipelining: 1 });

async function sendOne(
  { account }: Load,
  { url, fields }: Load['callbacks'][number],
): Promise<number | null> {
  const sealed = signedRequest(
    {
      message: { account, url, method: 'POST', fields },
      mainToken: account.authToken,
      nonce: String(Math.random()).slice(2),
      signing: 'true',
    },
    AbortSignal.timeout(10_000),
  );
  const body = await sealed.text();
  const headers = Object.fromEntries(sealed.headers);
  const start = performance.now();
  const response = await request(sealed.url, { method: 'POST', headers, body, dispatcher: agent });
  await response.body.dump();
  return response.statusCode === 200 ? performance.now() - start : null;
}

function run(load: Load): void {
  const start = performance.now();
  const sent: Promise<number | null>[] = [];
  const timer = setInterval(() => {
    const due = Math.min(
      load.callbacks.length,
      Math.floor(((performance.now() - start) / 1000) * load.perSecond),
    );
    for (const callback of load.callbacks.slice(sent.length, due)) {
      sent.push(sendOne(load, callback).catch(() => null));
    }
    if (due < load.callbacks.length) return;
    clearInterval(timer);
    const seconds = (performance.now() - start) / 1000;
    void Promise.all(sent).then((found) => {
      const latencies = found.slice(warmUpSeconds * load.perSecond).filter((latency) => latency !== null);
      const refused = found.filter((latency) => latency === null).length;
      process.send?.({ latencies, refused, seconds }, () => process.disconnect());
    });
  }, tickMs);
}

process.once('message', (message) => run(message as Load));
