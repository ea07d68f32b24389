import type { ImportRecord } from '../../domain/contact/import-record.ts';
import type { Engine } from '../engine-contract.ts';
import { notFound, nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';
import { createUnclosedImports } from './unclosed-imports.ts';

type ImportUseCases = Pick<
  Engine,
  'openImport' | 'reopenImport' | 'addRows' | 'closeImport' | 'closeAbandonedImports'
>;

/**
 * The interval of checks for uploads of instances that died, in beats. Such uploads only delay the end of their
 * campaigns.
 */
const beatsBetweenLooks = 5;

type Closing = Parameters<Engine['closeImport']>[0];
type Opening = Parameters<Engine['openImport']>[0] & { receiver: string | null };

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

  /** Imports that stay open without an upload: those of the campaigns of single calls. */
  const permanent = new Set<string>();
  const isAbandoned = async ({ id, campaign, instance: receiver }: ImportRecord): Promise<boolean> => {
    if (receiver !== null) return receiver !== instance && !runtime.isAlive(receiver);
    if (permanent.has(id)) return false;
    const isOfEarlierVersion = (await store.readCampaign(campaign))?.listed === true;
    if (!isOfEarlierVersion) permanent.add(id);
    return isOfEarlierVersion;
  };
  const closeAbandonedImports = async (): Promise<void> => {
    for (const open of await store.listOpenImports()) {
      if (!(await isAbandoned(open))) continue;
      await close({ campaign: open.campaign, import: open.id, state: 'broken', by: 'system' });
    }
  };
  let beats = 0;
  let isClosing = false;
  runtime.onBeat(() => {
    beats += 1;
    if (isClosing || beats % beatsBetweenLooks > 0) return;
    isClosing = true;
    // An import that cannot be closed now is found again by a later check.
    void closeAbandonedImports()
      .catch(() => undefined)
      .finally(() => (isClosing = false));
  });

  const open = async ({ campaign, format, by, request, receiver }: Opening): Promise<ImportRecord> => {
    const record: ImportRecord = {
      id: newId('import'),
      campaign,
      state: 'open',
      format,
      columns: [],
      lastRow: 0,
      enrolled: 0,
      suppressed: 0,
      duplicates: 0,
      rejected: 0,
      optedOut: 0,
      addressesSuppressed: 0,
      openedAt: nowOf(parts),
      closedAt: null,
      by,
      instance: receiver,
      digest: null,
      form: null,
    };
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
