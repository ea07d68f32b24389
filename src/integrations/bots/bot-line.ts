import { z } from 'zod';
import type { BotLine, BotOfAttempt, WarmOutcome } from '../../domain/bot/bot-line.ts';
import type { BotPool } from '../../domain/bot/bot-pool.ts';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import { toMs } from '../../domain/time/duration.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { Clock } from '../../platform/clock.ts';
import type { SendWebhook, WebhookAnswer } from '../outgoing-webhooks/sending/send-webhook.ts';
import { signedHeaders } from '../outgoing-webhooks/sending/signature.ts';

/** What a bot server answers when a bot is ready. The token is part of `extraHeaders`, so it has only these characters. */
const readySchema = z.object({ token: z.string().regex(/^[A-Za-z0-9._~-]{1,200}$/) });

const releaseWithinMs = 5_000;

/** Returns the address of a request to a bot server: `warm` or `release` below the endpoint of the pool. */
function addressOf({ endpoint }: Pick<BotPool, 'endpoint'>, order: 'warm' | 'release'): string {
  const url = new URL(endpoint);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${order}`;
  return url.href;
}

/** Asks the bot servers of clients, as docs/bots.md describes. Requests are signed like those of webhooks. */
export function createBotLine({
  store,
  send,
  clock,
}: {
  store: Pick<Store, 'readClient'>;
  send: SendWebhook;
  /** The clock of signatures. */
  clock: Clock;
}): BotLine {
  const poolOf = async ({ client, pool }: Pick<BotOfAttempt, 'client' | 'pool'>): Promise<BotPool | null> => {
    const { bots = {} } = parseClientSettings((await store.readClient(client))?.settings ?? {});
    return Object.hasOwn(bots, pool) ? (bots[pool] ?? null) : null;
  };

  const ask = ({
    pool,
    order,
    about,
    withinMs,
  }: {
    pool: BotPool;
    order: 'warm' | 'release';
    about: { id: string } & Record<string, unknown>;
    withinMs: number;
  }): Promise<WebhookAnswer> => {
    const body = JSON.stringify(about);
    const signed = signedHeaders({ id: about.id, body, secrets: [pool.secret], at: clock.now() });
    return send({ url: addressOf(pool, order), body, headers: { ...pool.headers, ...signed }, withinMs });
  };

  return {
    async warm({ client, pool: name, attempt, campaign, variables, holdSeconds }) {
      try {
        const pool = await poolOf({ client, pool: name });
        if (!pool) return failed(`the client has no pool of bots ${name}`);
        const about = { id: attempt, campaign, client, pool: name, holdSeconds, variables };
        return readyOf(await ask({ pool, order: 'warm', about, withinMs: toMs(pool.warmWithin) }));
      } catch (error) {
        return failed(error instanceof Error ? error.message : String(error));
      }
    },
    async release({ client, pool: name, attempt }) {
      try {
        const pool = await poolOf({ client, pool: name });
        const about = { id: attempt, client, pool: name };
        if (pool) await ask({ pool, order: 'release', about, withinMs: releaseWithinMs });
      } catch {
        // The bot server lets the bot go by itself after `holdSeconds`.
      }
    },
    streamOf: async (of) => (await poolOf(of))?.stream ?? null,
  };
}

const failed = (detail: string): WarmOutcome => ({ kind: 'failed', detail: detail.slice(0, 200) });

function readyOf({ status, body }: WebhookAnswer): WarmOutcome {
  if (status < 200 || status > 299) return failed(`the bot server answered ${status}`);
  const read = readySchema.safeParse(parsed(body));
  return read.success
    ? { kind: 'ready', token: read.data.token }
    : failed('the answer of the bot server has no token of 1 to 200 letters, digits or . _ ~ -');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
