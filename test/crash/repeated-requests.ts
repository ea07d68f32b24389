import type { Store } from '../../src/persistence/contract/store.ts';
import { openSqliteStore } from '../../src/persistence/sqlite/sqlite-store.ts';
import { startService } from '../support/service/start-service.ts';
import type { TestService } from '../support/service/start-service.ts';
import type { Crossing } from '../support/service/fuse.ts';

/** A request that writes, and its preparation. */
export type WritingRequest = {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: unknown;
  type?: string;
  prepare?: (service: TestService) => Promise<void>;
};

/** The outcome of a request: its answer, and everything that it stored, without ids and times. */
export type Outcome = { status: number; answer: unknown; left: unknown };

const writes = /^store\.(commit|create|remove|put)(?!Instance)/;
const headers = { 'idempotency-key': 'the-only-one' };

const named = (life: number) => ({ name: `instance-${life}`, seed: life });

/**
 * Sends the request with a key to a service that dies after its n-th write, before it receives the result; with 0 it
 * does not die. The store changes only here. The outcome is null if the service died.
 */
async function attempt({
  store,
  request: { method, path, body, type },
  at,
  life,
}: {
  store: Store;
  request: WritingRequest;
  at: number;
  life: number;
}): Promise<{ outcome: Outcome | null; crossed: string[] }> {
  const crossed: string[] = [];
  let isArmed = false;
  const watch = ({ name, side }: Crossing): void => {
    if (!isArmed || side === 'before' || !writes.test(name)) return;
    crossed.push(name);
    if (crossed.length === at) service.kill();
  };
  const service = await startService({ store, ...named(life), watch, owner: 'caller' });
  isArmed = true;
  const asked = service.app.request(`http://localhost${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': type ?? 'application/json' }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const response = await service.during(Promise.race([asked, service.fuse.blown.then(() => null)]));
  if (service.fuse.isBlown() || !response) return { outcome: null, crossed };
  isArmed = false;
  const text = await response.text();
  const answer: unknown = text === '' ? null : JSON.parse(text);
  const outcome = { status: response.status, answer: plain(answer), left: plain(await leftIn(store)) };
  await service.stop();
  return { outcome, crossed };
}

/** The lock of the file proves that its last process is dead. */
async function forgetDead(store: Store): Promise<void> {
  for (const { id } of await store.listInstances()) await store.removeInstance(id);
}

/** Sends the request to a service that is killed at that write, and repeats it with the same key to the next one. */
export async function killAndRepeat({
  request,
  at,
}: {
  request: WritingRequest;
  at: number;
}): Promise<{ outcome: Outcome | null; crossed: string[] }> {
  const store = await openSqliteStore({ path: ':memory:' });
  try {
    const preparing = await startService({ store, ...named(1), owner: 'caller' });
    await request.prepare?.(preparing);
    await preparing.stop();
    await forgetDead(store);
    const first = await attempt({ store, request, at, life: 2 });
    if (first.outcome) return first;
    await forgetDead(store);
    const { outcome } = await attempt({ store, request, at: 0, life: 3 });
    return { outcome, crossed: first.crossed };
  } finally {
    await store.close();
  }
}

/** Events without a request: work of the engine, and corrections after a kill. */
const own = /^(attempt|enrollment|campaign\.(waiting|dialing|idle)|import\.(broken|reopened|added))/;

async function leftIn(store: Store): Promise<unknown> {
  const { items: campaigns } = await store.listCampaigns({ limit: 100 });
  const { items: suppressions } = await store.listSuppressions({ limit: 100 });
  const logs = campaigns.map(async ({ id, name, state, definition, counters }) => ({
    name,
    state,
    definition,
    total: counters.total,
    openImports: counters.openImports,
    attempts: (await store.listAttempts({ campaign: id, limit: 100 })).items.length,
    imports: await store.listImports(id),
    events: (await store.readEvents({ campaign: id, afterSeq: 0, limit: 500 }))
      .map(({ type }) => type)
      .filter((type) => !own.test(type)),
  }));
  return {
    campaigns: await Promise.all(logs),
    suppressions,
    holds: await store.listStops(),
    clients: await store.listClients(),
  };
}

/** Removes ids, instants and values that change without requests. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (key, item: unknown) =>
    /^(at|epoch|instance|owner|rev|seq|turn|doing|waiting)$|At$|Seconds$/.test(key) ? undefined : item,
  );
  return JSON.parse(
    text
      .replace(/\b(cmp|con|enr|att|imp|evt)_[0-9A-Z]{26}/g, '$1_')
      .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant'),
  ) as unknown;
}
