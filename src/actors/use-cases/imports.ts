import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { Engine } from '../engine-contract.ts';
import { notFound, nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';
import { createAbandonedImports } from './abandoned-imports.ts';
import { createUnclosedImports } from './unclosed-imports.ts';

type ImportUseCases = Pick<
  Engine,
  'openImport' | 'reopenImport' | 'addRows' | 'closeImport' | 'closeAbandonedImports'
>;

type Closing = Parameters<Engine['closeImport']>[0];
type Opening = Parameters<Engine['openImport']>[0] & { receiver: string | null };

/** An import without rows. `receiver` is the instance that receives its upload. */
function newImport({
  receiver,
  at,
  ...named
}: Pick<ImportRecord, 'id' | 'campaign' | 'format' | 'by'> & {
  receiver: string | null;
  at: number;
}): ImportRecord {
  return {
    ...named,
    state: 'open',
    columns: [],
    lastRow: 0,
    enrolled: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: 0,
    optedOut: 0,
    addressesSuppressed: 0,
    openedAt: at,
    closedAt: null,
    instance: receiver,
    digest: null,
    form: null,
  };
}

export function createImportUseCases(
  parts: UseCaseParts,
): ImportUseCases & { openPermanentImport: Engine['openImport'] } {
  const { runtime, store, newId, instance } = parts;
  const close = async ({ campaign, import: id, state, by, request }: Closing): Promise<ImportRecord> =>
    (await runtime.ask({
      campaign,
      event: { type: 'import-closed', import: id, state, by },
      request,
    })) as ImportRecord;
  const unclosed = createUnclosedImports({
    breakOff: (input) => close({ ...input, state: 'broken', by: 'system' }),
  });
  runtime.onBeat(() => void unclosed.closeAll());

  const closeAbandonedImports = createAbandonedImports({
    ...parts,
    breakOff: (input) => close({ ...input, state: 'broken', by: 'system' }),
  });

  const open = async ({ campaign, format, by, request, receiver }: Opening): Promise<ImportRecord> => {
    const record = newImport({ id: newId('import'), campaign, format, by, receiver, at: nowOf(parts) });
    const event = { type: 'import-opened', record } as const;
    const { id } = (await runtime.ask({ campaign, event, request })) as ImportRecord;
    await unclosed.forget(id);
    const opened = await store.readImport(id);
    if (!opened) throw notFound('import', id);
    return opened;
  };

  return {
    openImport: (input) => open({ ...input, receiver: instance }),
    openPermanentImport: (input) => open({ ...input, receiver: null }),

    async reopenImport({ campaign, import: id, by }) {
      await unclosed.forget(id);
      return (await runtime.ask({
        campaign,
        event: { type: 'import-reopened', import: id, by, instance },
      })) as ImportRecord;
    },

    async addRows({ campaign, import: id, digest = null, form = null, ...chunk }) {
      const event = { type: 'import-chunk', import: id, digest, form, ...chunk } as const;
      return (await runtime.ask({ campaign, event })) as ImportRecord;
    },

    async closeImport(input) {
      await unclosed.forget(input.import);
      try {
        return await close(input);
      } catch (error) {
        unclosed.note({ ...input, error });
        throw error;
      }
    },

    closeAbandonedImports,
  };
}
