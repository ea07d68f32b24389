import { botBreakerKey, botScopeKey } from '../../domain/bot/bot-pool.ts';
import { parseClientSettings } from '../../domain/campaign/client-settings.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { instantOrNull, instantText } from '../instants.ts';

/** A pool of bots with its use and status; instants are RFC 3339 in UTC. Secrets and values of headers are not shown. */
export type BotPoolView = {
  name: string;
  endpoint: string;
  stream: string;
  size: number;
  warmWithin: string;
  /** The names of the headers. */
  headers: readonly string[];
  /** The bots that are reserved: for calls under way, and for calls that are about to be made. */
  inUse: number;
  /** `failing`: its bots do not get ready, and only single tries are made until one succeeds. */
  status: 'ready' | 'failing' | 'empty';
  /** When the next try is made while it is failing. */
  triedAgainAt: string | null;
  changedAt: string;
};

/** Returns the pools of bots of a client, by name. */
export async function botsView({
  store,
  client,
}: {
  store: Pick<Store, 'readClient' | 'readLimits' | 'readBreakers'>;
  client: string;
}): Promise<BotPoolView[]> {
  const { bots = {} } = parseClientSettings((await store.readClient(client))?.settings ?? {});
  const names = Object.keys(bots).sort();
  const [use, breakers] = await Promise.all([
    store.readLimits(names.map((pool) => botScopeKey({ client, pool }))),
    store.readBreakers(names.map((pool) => botBreakerKey({ client, pool }))),
  ]);
  return names.flatMap((name, index): BotPoolView[] => {
    const pool = bots[name];
    if (!pool) return [];
    const { endpoint, stream, size, warmWithin, headers, changedAt } = pool;
    const breaker = breakers[index]?.breaker;
    return [
      {
        name,
        endpoint,
        stream,
        size,
        warmWithin,
        headers: Object.keys(headers),
        inUse: use[index]?.held ?? 0,
        status: breaker?.open ? 'failing' : size === 0 ? 'empty' : 'ready',
        triedAgainAt: instantOrNull(breaker?.open ? breaker.probeAt : null),
        changedAt: instantText(changedAt),
      },
    ];
  });
}
