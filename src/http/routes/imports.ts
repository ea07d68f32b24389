import { z } from 'zod';
import type { ImportRecord } from '../../domain/contact/import-record.ts';
import { instantOrNull, instantText } from '../../queries/instants.ts';
import { importUpload } from '../uploads/contact-upload.ts';
import { begunImport, resumedImport } from '../uploads/earlier-import.ts';
import { columnsOf, columnsQuery, listErrors, listFormat, listTypes } from '../uploads/list-request.ts';
import type { Store } from '../../persistence/contract/store.ts';
import type { RouteDeps } from '../deps.ts';
import { charsetOf, limited } from '../requests/request-body.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, idParams, ordinal, pageOf, pageQuery } from '../schemas/common.ts';
import { importReplySchema, importSchema, rejectionSchema } from '../schemas/import.ts';

const tag = 'Imports';
const shownRejections = 100;

const importContacts = ({ engine, store, phones, readList, finder, importBytes }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/campaigns/:id/contacts',
    tag,
    summary: 'Import a list of contacts',
    description:
      'The body is CSV with a header line, NDJSON or a JSON array, in UTF-8, UTF-16 or the charset in the Content-Type. It is read as a stream. The first row of a contact counts. An incomplete list is closed as broken, and the answer says which rows were imported; send it again with ?resume= to continue. A complete list can be sent again without effect.',
    role: 'operator',
    params: campaignParams,
    query: z.strictObject({
      ...clientQuery,
      resume: z.string().max(60).optional().describe('the id of the incomplete import'),
      columns: columnsQuery,
    }),
    stream: { types: listTypes, description: 'the list' },
    reply: { status: 201, description: 'the counts and the first rejections', schema: importReplySchema },
    errors: [
      { status: 400, codes: ['import.broken'] },
      { status: 409, codes: ['import.other-list'] },
      ...listErrors,
    ],
    async run({ params, query, caller, request, streamKeys }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      const { imported, mapping } = await importUpload({
        engine,
        phones,
        readList,
        record,
        format: listFormat(request.headers),
        encoding: charsetOf(request.headers),
        source: limited({ request, limit: importBytes }),
        chunkRows: store.batchBudget().newcomers,
        by: caller.by,
        resume: await resumedImport({ store, id: query.resume, campaign: record.id }),
        columns: columnsOf(query.columns),
        earlier: await begunImport({ store, keys: streamKeys }),
        keys: streamKeys,
      });
      return {
        ...importView(imported),
        country: record.definition.contacts.country ?? null,
        mapping,
        rejections: await readRejections({ store, import: imported.id, afterRow: 0, limit: shownRejections }),
      };
    },
  });

const listImports = ({ finder, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/imports',
    tag,
    summary: 'List the imports of a campaign',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'all of them', schema: pageOf(importSchema) },
    async run({ params, query, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      return { items: (await store.listImports(record.id)).map(importView), next: null };
    },
  });

const readImport = ({ finder }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/imports/:id',
    tag,
    summary: 'Read an import',
    role: 'viewer',
    params: idParams,
    reply: { status: 200, description: 'its counts and its last row', schema: importSchema },
    run: async ({ params, caller }) =>
      importView((await finder.import({ caller, id: params.id })).importRecord),
  });

const closeImport = ({ engine, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/imports/:id/close',
    tag,
    summary: 'Close an import whose upload was interrupted',
    description:
      'A campaign does not complete while an import is open. Closing an import twice has no effect.',
    role: 'operator',
    params: idParams,
    body: z.strictObject({}),
    reply: { status: 200, description: 'the import', schema: importSchema },
    async run({ params, caller, requestKey }) {
      const { record, importRecord } = await finder.import({ caller, id: params.id });
      const closed = await engine.closeImport({
        campaign: record.id,
        import: importRecord.id,
        state: 'broken',
        by: caller.by,
        request: requestKey,
      });
      return importView(closed);
    },
  });

const listRejections = ({ finder, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/imports/:id/rejections',
    tag,
    summary: 'List the rejected rows of an import',
    role: 'viewer',
    params: idParams,
    query: z.strictObject({
      limit: pageQuery.limit,
      after: ordinal.default(0).describe('`next` of the previous page'),
    }),
    reply: { status: 200, description: 'a page, by row', schema: pageOf(rejectionSchema) },
    async run({ params, query: { after, limit }, caller }) {
      const { importRecord } = await finder.import({ caller, id: params.id });
      const items = await readRejections({ store, import: importRecord.id, afterRow: after, limit });
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: last ? String(last.row) : null };
    },
  });

/** Returns the routes for lists of contacts. */
export const importRoutes = (deps: RouteDeps): Route[] =>
  [importContacts, listImports, readImport, closeImport, listRejections].map((route) => route(deps));

async function readRejections({
  store,
  ...page
}: { store: Pick<Store, 'listRejections'> } & Parameters<Store['listRejections']>[0]) {
  const rejections = await store.listRejections(page);
  return rejections.map(({ row, code, detail }) => ({ row, code, detail }));
}

function importView(record: ImportRecord) {
  const { openedAt, closedAt, digest: _d, instance: _i, ...rest } = record;
  return {
    ...rest,
    openedAt: instantText(openedAt),
    closedAt: instantOrNull(closedAt),
  };
}
