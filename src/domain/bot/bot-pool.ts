import { z } from 'zod';
import type { Details } from '../attempt/attempt.ts';
import { slugSchema } from '../campaign/slug.ts';
import { durationUpTo, toMs } from '../time/duration.ts';

const longestUrl = 2_048;
const shortestWarmMs = 3_000;
/** The maximum size of a pool. */
export const mostBots = 10_000;

export const botPoolNameSchema = slugSchema.describe('the name of a pool of bots');

/** Header names that this program sets itself. */
const ownHeaders: ReadonlySet<string> = new Set(['content-type', 'content-length', 'host', 'user-agent']);

const headersSchema = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/, 'must be the name of a header')
      .refine((name) => !ownHeaders.has(name.toLowerCase()), 'is set by the program itself'),
    z.string().regex(/^[\x20-\x7E]{0,500}$/, 'must be printable ASCII characters, at most 500'),
  )
  .refine((headers) => Object.keys(headers).length <= 20, 'must be at most 20 headers');

const fields = {
  endpoint: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address' })
    .max(longestUrl)
    .describe('where bots are warmed and released: POST …/warm and …/release'),
  stream: z
    .url({ protocol: /^wss?$/, error: 'must be a ws or wss address' })
    .max(longestUrl)
    .describe('where the carrier streams the audio of a call to'),
  size: z.int().min(0).max(mostBots).describe('how many bots there are: the maximum of calls at once'),
  warmWithin: durationUpTo('10s')
    .refine((text) => !isDuration(text) || toMs(text) >= shortestWarmMs, 'must be at least 3s')
    .describe('how long a bot has to get ready, from 3s to 10s'),
  headers: headersSchema.describe('headers of each request, such as a key of the bot server'),
};

/** What an operator sets of a pool of bots. A key that is absent keeps its value; a new pool needs the first three. */
export const botPoolChangeSchema = z.strictObject({
  endpoint: fields.endpoint.optional(),
  stream: fields.stream.optional(),
  size: fields.size.optional(),
  warmWithin: fields.warmWithin.optional(),
  headers: fields.headers.optional(),
});
export type BotPoolChange = z.infer<typeof botPoolChangeSchema>;

/** A pool as it is stored, with the secret that its requests are signed with, and the time of its last change. */
export const botPoolSchema = z.strictObject({ ...fields, secret: z.string().min(1), changedAt: z.number() });
export type BotPool = z.infer<typeof botPoolSchema>;

const usualWarmWithin = '5s';

/**
 * Returns a pool after a change; a new one, with this secret, if there was none. Null if a new pool has no endpoint, stream or
 * size.
 */
export function changedBotPool({
  before,
  change,
  newSecret,
  at,
}: {
  before: BotPool | null;
  change: BotPoolChange;
  newSecret: () => string;
  at: number;
}): BotPool | null {
  const {
    endpoint = before?.endpoint,
    stream = before?.stream,
    size = before?.size,
    warmWithin = before?.warmWithin ?? usualWarmWithin,
    headers = before?.headers ?? {},
  } = change;
  if (endpoint === undefined || stream === undefined || size === undefined) return null;
  const secret = before?.secret ?? newSecret();
  return { endpoint, stream, size, warmWithin, headers, secret, changedAt: at };
}

/** The pools of a client by name. They are part of its settings. */
export const botPoolsSchema = z
  .record(botPoolNameSchema, botPoolSchema)
  .refine((pools) => Object.keys(pools).length <= 100, 'must be at most 100 pools');

/** The name of the fact of an attempt that has reserved a bot. Stores keep it: do not change it. */
const poolFact = 'bot';

export const factsOfPool = (pool: string): Details => ({ [poolFact]: pool });

/** The pool in which an attempt with these facts has reserved a bot; null for one without a bot. */
export function reservedPool(facts: Details | null): string | null {
  const pool = facts?.[poolFact];
  return typeof pool === 'string' ? pool : null;
}

/** The key of the limit of a pool. Stores keep it: do not change it. */
export const botScopeKey = ({ client, pool }: { client: string; pool: string }): string =>
  `bots:${client}/${pool}`;

/** The key of the circuit breaker of a pool. Stores keep it: do not change it. */
export const botBreakerKey = ({ client, pool }: { client: string; pool: string }): string =>
  `voice bots ${client}/${pool}`;

function isDuration(text: string): boolean {
  return durationUpTo('10s').safeParse(text).success;
}

const hidden = '(hidden)';

/** Returns settings of a client as a log may show them: without the secrets and the values of headers of its bots. */
export function withoutBotSecrets(settings: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const pools = botPoolsSchema.safeParse(settings['bots'] ?? null);
  if (!pools.success) return settings;
  const shown = Object.entries(pools.data).map(([name, pool]) => {
    const headers = Object.fromEntries(Object.keys(pool.headers).map((header) => [header, hidden]));
    return [name, { ...pool, secret: hidden, headers }] as const;
  });
  return { ...settings, bots: Object.fromEntries(shown) };
}
