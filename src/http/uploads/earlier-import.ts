import { RingmasterError } from '../../domain/errors.ts';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { StreamKeys } from '../idempotency/idempotency.ts';

/** Returns the import to continue; null without an id. Throws `import.not-found` for an import of another campaign. */
export async function resumedImport({
  store,
  id,
  campaign,
}: {
  store: Pick<Store, 'readImport'>;
  id: string | undefined;
  campaign: string;
}): Promise<ImportRecord | null> {
  const record = id === undefined ? null : await store.readImport(id);
  if (id === undefined || record?.campaign === campaign) return record;
  throw new RingmasterError({
    code: 'import.not-found',
    family: 'not-found',
    message: `There is no import ${id.slice(0, 60)} in this campaign.`,
  });
}

/** Returns the import of an earlier request with these keys; null if there is none. */
export async function begunImport({
  store,
  keys,
}: {
  store: Pick<Store, 'readRequest' | 'readImport'>;
  keys: StreamKeys | undefined;
}): Promise<ImportRecord | null> {
  const result = keys && (await store.readRequest(keys.begin.key))?.result;
  return result ? store.readImport((JSON.parse(result) as ImportRecord).id) : null;
}
