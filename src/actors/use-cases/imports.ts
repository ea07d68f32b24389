import type { ImportRecord } from '../../domain/import-record.ts';
import type { Engine } from '../engine-contract.ts';
import { nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type ImportUseCases = Pick<Engine, 'openImport' | 'addRows' | 'closeImport'>;

export function createImportUseCases(parts: UseCaseParts): ImportUseCases {
  const { runtime, newId } = parts;
  return {
    async openImport({ campaign, format, by }) {
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
        openedAt: nowOf(parts),
        closedAt: null,
        by,
      };
      await runtime.ask({ campaign, event: { type: 'import-opened', record } });
      return record;
    },

    async addRows({ campaign, import: id, columns, rows, rejected, lastRow }) {
      const event = { type: 'import-chunk', import: id, columns, rows, rejected, lastRow } as const;
      return (await runtime.ask({ campaign, event })) as ImportRecord;
    },

    async closeImport({ campaign, import: id, state }) {
      return (await runtime.ask({
        campaign,
        event: { type: 'import-closed', import: id, state },
      })) as ImportRecord;
    },
  };
}
