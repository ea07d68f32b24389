import { RingmasterError } from '../domain/errors.ts';
import { unhealthy } from '../domain/health.ts';
import type { Store } from './contract/store.ts';

/** A store that notices that a newer version of the program has changed its schema. */
export type SchemaGuard = {
  /**
   * The store with these additions: `readNews` notices a newer schema, and `health` reports it from then on. After
   * `close` every write rejects with `store.newer`.
   */
  store: Store;
  /** Returns why this instance may not write any more; null while the schema is its own. */
  refusal: () => RingmasterError | null;
  /** Refuses every write from now on. Call it once the instance has handed its campaigns over. */
  close: () => void;
};

/** The beginnings of the names of verbs that write nothing. A verb with another name counts as a write. */
const readingVerb = /^(read|list|find|search|lookUp|count|describe|schemaVersion|batchBudget|health|close)/;

/**
 * Puts the guard in front of a store. `onNewer` is called once, during the first read of news that shows a newer schema.
 * Between this call and `close` the instance may still write what it needs to hand its campaigns over.
 */
export function createSchemaGuard({
  store,
  onNewer,
  readOnly,
}: {
  store: Store;
  onNewer: (refusal: RingmasterError) => void;
  /** The error of every write to a store that is only shown. */
  readOnly?: RingmasterError | undefined;
}): SchemaGuard {
  let refusal: RingmasterError | null = null;
  let isClosed = false;

  const verbs = refusingWrites({ store, refusal: () => readOnly ?? (isClosed ? refusal : null) });
  return {
    refusal: () => refusal,
    close: () => void (isClosed = refusal !== null),
    store: {
      ...verbs,
      async readNews(instance) {
        const read = await store.readNews(instance);
        const known = store.schemaVersion();
        if (refusal || read.schema <= known) return read;
        refusal = newerSchema({ found: read.schema, known });
        onNewer(refusal);
        return read;
      },
      health: async () => (refusal ? unhealthy(refusal, newer) : store.health()),
    },
  };
}

/** Puts a check in front of every write of a store: it rejects with the error of `refusal`, if there is one. */
export function refusingWrites({
  store,
  refusal,
}: {
  store: Store;
  refusal: () => RingmasterError | null;
}): Store {
  const guarded = (name: string, verb: unknown): unknown => {
    if (typeof verb !== 'function' || readingVerb.test(name)) return verb;
    return async (...input: unknown[]): Promise<unknown> => {
      const refused = refusal();
      if (refused) throw refused;
      return verb(...input);
    };
  };
  const verbs = Object.entries(store).map(([name, verb]) => [name, guarded(name, verb)]);
  return Object.fromEntries(verbs) as Store;
}

const newer = { code: 'store.newer', advice: 'Replace this instance by one of the newer version.' };

function newerSchema(versions: { found: number; known: number }): RingmasterError {
  const { found, known } = versions;
  return new RingmasterError({
    code: newer.code,
    family: 'overloaded',
    message: `A newer version of Ringmaster changed the store to schema ${found}; this instance supports ${known}. It hands its campaigns over and writes nothing more.`,
    hint: `${newer.advice} The newer instances continue the campaigns and accept requests.`,
    details: versions,
  });
}
