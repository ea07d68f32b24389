import { parse } from 'yaml';
import { z } from 'zod';
import { columnRoles } from '../../contacts/columns/column-roles.ts';
import { withColumns } from '../../contacts/columns/column-pairs.ts';
import { unknownVariables } from '../../definitions/unknown-variables.ts';
import { inspectCampaignFile } from '../../definitions/parse-campaign-file.ts';
import type { RouteDeps } from '../deps.ts';
import { unfilledVariables } from '../requests/unfilled-variables.ts';
import { charsetOf, limited } from '../requests/request-body.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, named } from '../schemas/common.ts';
import { listPreviewSchema } from '../schemas/import.ts';
import { columnsOf, columnsQuery, listErrors, listFormat, listTypes } from '../uploads/list-request.ts';

const previewRows = 10;

const checkedFileSchema = named(
  'CheckedFile',
  z.object({
    file: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('the file as JSON, for POST /v1/campaigns; null if it has issues'),
    variables: z
      .array(z.string())
      .describe('the variables in the texts that have no value under `variables`: a list must fill them'),
    issues: z.array(
      z.object({
        line: z.number().nullable(),
        column: z.number().nullable(),
        path: z.string().describe('such as steps[0].from; empty for the whole file'),
        message: z.string(),
        fix: z.string().nullable(),
      }),
    ),
  }),
);

const checkFile = (): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/campaign-files/check',
    tag: 'Campaigns',
    summary: 'Check the text of a campaign file',
    description:
      'Finds every problem of the YAML or JSON text, each with its line and column. Nothing is stored. Settings of the client are not applied.',
    role: 'viewer',
    body: z.strictObject({ text: z.string().describe('the campaign file, YAML 1.2 or JSON') }),
    example: { text: 'name: spring-checkup\nsteps: []\n' },
    reply: { status: 200, description: 'the file as JSON, or its issues', schema: checkedFileSchema },
    async run({ body: { text } }) {
      const { definition, issues } = inspectCampaignFile({ text });
      if (definition === null) return { file: null, variables: [], issues: [...issues] };
      const unknown = unknownVariables({ definition, filled: [] }).map(({ variable }) => variable);
      const file = parse(text) as Record<string, unknown>;
      return { file, variables: [...new Set(unknown)], issues: [] };
    },
  });

const previewList = ({ finder, phones, readList, importBytes }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/campaigns/:id/contact-preview',
    tag: 'Imports',
    summary: 'Show how the first rows of a list would be read',
    description:
      'The body is a list, or its first kilobytes. The first rows are read as an import would read them. Nothing is stored, and duplicates and do-not-contact lists are not checked.',
    role: 'operator',
    params: campaignParams,
    query: z.strictObject({ ...clientQuery, columns: columnsQuery }),
    stream: { types: listTypes, description: 'the start of the list' },
    reply: { status: 200, description: 'the columns and the first rows', schema: listPreviewSchema },
    errors: listErrors,
    async run({ params, query, caller, request }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      const chunks = readList({
        source: limited({ request, limit: importBytes }),
        format: listFormat(request.headers),
        encoding: charsetOf(request.headers),
        definition: withColumns(record.definition, columnsOf(query.columns)),
        phones,
        chunkRows: previewRows,
      });
      for await (const { header, rows, rejected, mapping } of chunks) {
        const read = [
          ...rows.map(({ row, cells }) => ({ row, cells: [...cells], problem: null })),
          ...rejected.map(({ row, cells, code, detail }) => ({
            row,
            cells: [...cells],
            problem: { code, detail },
          })),
        ];
        return {
          columns: [...header],
          mapping,
          roles: [...columnRoles],
          rows: read.toSorted((a, b) => a.row - b.row),
        };
      }
      return { columns: [], mapping: null, roles: [...columnRoles], rows: [] };
    },
  });

const itemSchema = z.object({ code: z.string(), detail: z.string(), hint: z.string().nullable() });
const preflightSchema = named(
  'Preflight',
  z.object({
    canStart: z.boolean(),
    refusals: z.array(itemSchema).describe('the errors with which a start would be refused'),
    warnings: z.array(itemSchema).describe('what does not prevent the start, but changes what it does'),
  }),
);

const preflight = ({ finder, queries, store }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/preflight',
    tag: 'Answers',
    summary: 'Check what a start of the campaign now would meet',
    description: 'The refusals are those of POST /v1/campaigns/{id}/start, by the same rules.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the refusals and the warnings', schema: preflightSchema },
    async run({ params, query, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      const { warnings, ...found } = await queries.preflight(record);
      const imports = await store.listImports(record.id);
      const unfilled = unfilledVariables({ definition: record.definition, imports });
      return { ...found, warnings: [...warnings, ...unfilled] };
    },
  });

/** Returns the routes that check a campaign before its start. */
export const preparationRoutes = (deps: RouteDeps): Route[] =>
  [checkFile, previewList, preflight].map((route) => route(deps));
