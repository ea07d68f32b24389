import { Agent, request } from 'undici';
import { createCheckedConnect } from './checked-connect.ts';
import type { LookUp } from './checked-connect.ts';
import type { AddressRules } from './endpoint-url.ts';

/** The answer of a receiver. `body` is its beginning; `retryAfter` is the header of this name. */
export type WebhookAnswer = { status: number; body: string; retryAfter: string | null };

/** Sends one request. Rejects if there was no answer, or if the address is refused. The error says why in a few words. */
export type SendWebhook = (input: {
  url: string;
  body: string;
  headers: Readonly<Record<string, string>>;
  /** How long the receiver has; ten seconds without it. */
  withinMs?: number;
}) => Promise<WebhookAnswer>;

/** A receiver has this long from the connection to the end of its answer. */
const timeoutMs = 10_000;
/** What is read of an answer. The rest is not waited for. */
const keptCharacters = 1_000;
const keptBytes = 4_000;

/** Creates the sender. It follows no redirects, and reads only the beginning of an answer. */
export function createSendWebhook({
  rules,
  lookUp,
  withinMs: usualMs = timeoutMs,
}: {
  rules: AddressRules;
  lookUp?: LookUp;
  withinMs?: number;
}): { send: SendWebhook; close: () => Promise<void> } {
  const dispatcher = new Agent({
    connect: createCheckedConnect({ timeoutMs: usualMs, rules, lookUp }),
    maxHeaderSize: 16_384,
    pipelining: 1,
  });
  return {
    async send({ url, body, headers, withinMs = usualMs }) {
      const signal = AbortSignal.timeout(withinMs);
      try {
        const reply = await request(url, {
          method: 'POST',
          body,
          headers: { ...headers, 'user-agent': 'Ringmaster' },
          signal,
          dispatcher,
        });
        const given = reply.headers['retry-after'];
        const retryAfter = typeof given === 'string' ? given : null;
        return { status: reply.statusCode, retryAfter, body: await beginning(reply.body) };
      } catch (error) {
        const why = signal.aborted ? `no answer within ${withinMs} ms` : inWords(error);
        throw new Error(why, { cause: error });
      }
    },
    close: () => dispatcher.destroy(),
  };
}

/** An answer whose head has arrived is an answer, also if its body is cut off or never ends. */
async function beginning(body: AsyncIterable<Uint8Array> & { destroy: () => unknown }): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      size += part.byteLength;
      if (size >= keptBytes) break;
    }
  } catch {
    // The rest does not matter.
  } finally {
    body.destroy();
  }
  return Buffer.concat(parts).toString('utf8').slice(0, keptCharacters);
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  const code = (error as { code?: string }).code;
  return (message === '' || code === 'ECONNREFUSED' ? (code ?? error.name) : message).slice(0, 200);
}
