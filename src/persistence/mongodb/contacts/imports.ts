import type { RejectedRow } from '../../../domain/contact/contact.ts';
import type { ImportRecord } from '../../../domain/contact/import-record.ts';
import type { ImportStore } from '../../contract/contacts/imports.ts';
import type { Collections, ImportDoc, ImportRowDoc } from '../documents/collections.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Suppressions } from '../persons/suppressions.ts';

type ImportReads = Pick<
  ImportStore,
  'lookUpNewcomers' | 'listOpenImports' | 'readImport' | 'listImports' | 'listRejections'
>;

/** Reads the imports of a campaign. */
export function createImports({
  collections: { campaigns, imports, importRows, contacts },
  readHead,
  suppressions,
}: {
  collections: Pick<Collections, 'campaigns' | 'imports' | 'importRows' | 'contacts'>;
  readHead: ReadHead;
  suppressions: Pick<Suppressions, 'openMarks'>;
}): ImportReads {
  return {
    async lookUpNewcomers({ campaign, client, identities, keys, at }) {
      const head = await readHead(campaign);
      const [known, marksFor] = await Promise.all([
        head && identities.length > 0
          ? contacts
              .find(
                { campaign: head.number, identity: { $in: [...identities] } },
                { projection: { identity: 1 } },
              )
              .toArray()
          : [],
        keys.length > 0 ? suppressions.openMarks({ client, campaign, at, keys }) : null,
      ]);
      const marked = keys.map((key) => [key, marksFor?.(key) ?? []] as const);
      return {
        enrolled: new Set(known.map(({ identity }) => identity)),
        suppressed: new Map(marked.filter(([, marks]) => marks.length > 0)),
      };
    },
    async readImport(id) {
      const found = await imports.findOne({ _id: id });
      const campaign =
        found && (await campaigns.findOne({ number: found.campaign }, { projection: { _id: 1 } }));
      return campaign ? importFrom(found, campaign._id) : null;
    },
    async listOpenImports() {
      const found = await imports.find({ state: 'open' }).toArray();
      const numbers = [...new Set(found.map(({ campaign }) => campaign))];
      const owners = await campaigns
        .find({ number: { $in: numbers } }, { projection: { number: 1 } })
        .toArray();
      const ids = new Map(owners.map(({ _id, number }) => [number, _id]));
      return found.flatMap((document) => {
        const campaign = ids.get(document.campaign);
        return campaign === undefined ? [] : [importFrom(document, campaign)];
      });
    },
    async listImports(campaign) {
      const head = await readHead(campaign);
      if (!head) return [];
      const found = await imports.find({ campaign: head.number }).sort({ number: 1 }).toArray();
      return found.map((document) => importFrom(document, campaign));
    },
    async listRejections({ import: id, afterRow, limit }) {
      const number = await numberOfImport(imports, id);
      const found = await importRows
        .find({
          _id: { $gt: { import: number, row: afterRow }, $lt: { import: number + 1, row: -1 } },
          code: { $exists: true },
        })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return found.map(rejectedFrom);
    },
  };
}

function importFrom({ _id, number: _n, ...record }: ImportDoc, campaign: string): ImportRecord {
  return { id: _id, ...record, campaign };
}

function rejectedFrom({ _id, code, detail, cells }: ImportRowDoc): RejectedRow {
  return { row: _id.row, code: code ?? '', detail: detail ?? '', cells };
}

/** Resolves with the number under which the rows of an import are stored; -1 if the import is not stored. */
export async function numberOfImport(imports: Collections['imports'], id: string): Promise<number> {
  const found = await imports.findOne({ _id: id }, { projection: { number: 1 } });
  return found?.number ?? -1;
}
