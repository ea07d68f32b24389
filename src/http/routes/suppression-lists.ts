import { z } from 'zod';
import { everyClient } from '../../domain/contact/party.ts';
import { suppressionExport } from '../../queries/index.ts';
import { scopeOf } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { charsetOf, limited } from '../requests/request-body.ts';
import { suppressionList } from '../requests/suppression-list.ts';
import { fileResponse } from '../responses/file-response.ts';
import { defineRoute } from '../route.ts';
import type { Route, StreamType } from '../route.ts';
import { present } from '../schemas/common.ts';
import {
  anyClient,
  expiresBody,
  ofCampaign,
  originBody,
  suppressionImportSchema,
} from '../schemas/suppression.ts';
import { listFormat } from '../uploads/list-request.ts';
import { suppressionUpload } from '../uploads/suppression-upload.ts';

const tag = 'Do not contact';

/** The maximum number of rows that are stored in one commit. */
const partRows = 1_000;

const examples: Readonly<Record<string, StreamType>> = {
  'text/csv': {
    schema: { type: 'string' },
    example:
      'phone,email,reason,expires\n+12025550123,,asked by phone,\n,ada@example.com,complaint,2027-12-31\n',
  },
  'application/x-ndjson': {
    schema: { type: 'string', description: 'one JSON object per line' },
    example: '{"phone":"+12025550123"}\n',
  },
  'application/json': {
    schema: { type: 'array', items: { type: 'object' } },
    example: [{ phone: '+12025550123' }],
  },
};

const importList = ({ engine, phones, finder, importBytes }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/suppression-imports',
    tag,
    summary: 'Import a do-not-contact list',
    description:
      'The body is CSV with or without a header line, NDJSON or a JSON array. It is read as a stream, and each part is in force as soon as it is stored. Columns are phone numbers, email addresses, LinkedIn profiles or external_id, and reason and expires. A row that cannot be read is refused, the others are stored. The same list can be sent again without effect. After an error the rows before it stay suppressed.',
    role: 'operator',
    query: z.strictObject({
      client: anyClient,
      campaign: ofCampaign,
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, 'must be a two-letter country code such as US')
        .optional()
        .describe('the country of numbers without +'),
      reason: z.string().min(1).max(500).default('imported list').describe('for rows without a reason'),
      expiresAt: expiresBody.optional().describe('for rows without an end'),
      origin: originBody.optional(),
    }),
    stream: { types: examples, description: 'the list' },
    reply: { status: 201, description: 'the counts and the first issues', schema: suppressionImportSchema },
    errors: [
      { status: 404, codes: ['campaign.not-found'] },
      { status: 413, codes: ['request.body-too-large'] },
      { status: 415, codes: ['request.media-type'] },
      { status: 422, codes: ['import.empty', 'import.encoding', 'import.binary', 'import.column-missing'] },
    ],
    async run({ query, caller, request, log }) {
      const list = await suppressionList({ finder, caller, ...query });
      const { country = null, reason, expiresAt, origin = null } = query;
      const imported = await suppressionUpload({
        engine,
        order: { ...list, source: 'import', origin, by: caller.by },
        reason,
        expiresAt: expiresAt === undefined ? null : Date.parse(expiresAt),
        source: limited({ request, limit: importBytes }),
        format: listFormat(request.headers),
        encoding: charsetOf(request.headers),
        country,
        phones,
        partRows,
      });
      const { issues: _, ...counts } = imported;
      log.info(
        { client: list.client ?? everyClient, by: caller.by, ...counts },
        'a do-not-contact list was imported',
      );
      return imported;
    },
  });

const exportList = ({ store, finder }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/suppression-export',
    tag,
    summary: 'Export do-not-contact lists',
    description:
      'Every entry, with its client, campaign, reason, source, origin, author, time and end, as a stream. Without a client it has the lists that the caller may see. Entries of erased persons have a keyed hash in place of the address.',
    role: 'viewer',
    query: z.strictObject({
      client: anyClient,
      campaign: ofCampaign,
      format: z.enum(['csv', 'ndjson']).default('csv'),
    }),
    reply: { status: 200, description: 'the entries', type: ['text/csv', 'application/x-ndjson'] },
    async run({ query: { client, campaign: name, format }, caller, log, request }) {
      const campaign = name === undefined ? null : await finder.campaign({ caller, campaign: name, client });
      const scope = campaign?.client ?? scopeOf(caller, client) ?? undefined;
      return fileResponse({
        chunks: suppressionExport({ store, format, ...present({ client: scope, campaign: campaign?.id }) }),
        type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
        fileName: `do-not-contact.${format}`,
        isHead: request.method === 'HEAD',
        onError: (error) =>
          log.error({ err: error }, 'the do-not-contact lists could not be sent completely'),
      });
    },
  });

/** Returns the routes that read and write whole do-not-contact lists. */
export const suppressionListRoutes = (deps: RouteDeps): Route[] =>
  [importList, exportList].map((route) => route(deps));
