import { z } from 'zod';
import type { RouteDeps } from '../deps.ts';
import { fileResponse } from '../responses/file-response.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { progressSchema, reportSchema, whySchema } from '../schemas/campaign.ts';
import {
  campaignParams,
  clientQuery,
  named,
  ordinal,
  pageOf,
  pageQuery,
  present,
  withContacts,
} from '../schemas/common.ts';
import { eventSchema, logVerificationSchema } from '../schemas/event.ts';

const tag = 'Answers';

const ownEventsSchema = named(
  'OwnEvents',
  z.object({
    items: z.array(eventSchema),
    fromSeq: z.number().describe('from this event on, all events of the campaign itself are included'),
  }),
);

const readProgress = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/progress',
    tag,
    summary: 'Read the progress and the expected end of a campaign',
    description:
      'The figures come from counters that are committed together with the rows: completed + failed + stopped + remaining = total.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the current figures', schema: progressSchema },
    async run({ params, query, caller }) {
      return queries.progress(await finder.campaign({ caller, campaign: params.id, client: query.client }));
    },
  });

const readWhy = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/why',
    tag,
    summary: 'Read what the contacts of a campaign wait for',
    description:
      'Every remaining contact has exactly one reason. The counts add up to the remaining contacts.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the reasons', schema: whySchema },
    async run({ params, query, caller }) {
      return queries.why(await finder.campaign({ caller, campaign: params.id, client: query.client }));
    },
  });

const readReport = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/report',
    tag,
    summary: 'Read the report: contacts by end, calls by disposition',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the report', schema: reportSchema },
    async run({ params, query, caller }) {
      return queries.report(await finder.campaign({ caller, campaign: params.id, client: query.client }));
    },
  });

const readResults = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/results.csv',
    tag,
    summary: 'Read the imported list with the result of each row',
    description:
      'Every input row and column in input order, including rejected and duplicate rows, plus rm_state, rm_disposition, rm_attempts, rm_last_attempt_at and rm_reason.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the list', type: 'text/csv' },
    async run({ params, query, caller, log, request }) {
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      return fileResponse({
        chunks: queries.results({ record }),
        type: 'text/csv; charset=utf-8',
        fileName: `${record.name}-results.csv`,
        isHead: request.method === 'HEAD',
        onError: (error) =>
          log.error({ err: error, campaign: record.id }, 'the results could not be sent completely'),
      });
    },
  });

const listEvents = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/events',
    tag,
    summary: 'Read the event log of a campaign',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject({
      ...clientQuery,
      limit: pageQuery.limit,
      after: ordinal.default(0).describe('only events after this seq; `next` of the previous page'),
      last: ordinal.optional().describe('only this many of the latest events'),
      contact: z.string().max(300).optional().describe('only events of this contact'),
      contacts: withContacts,
    }),
    reply: { status: 200, description: 'a page, by seq', schema: pageOf(eventSchema) },
    async run({ params, query: { client, after, limit, contact, contacts, last: wanted }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      const person = contact === undefined ? null : await finder.enrollment({ record, contact });
      const items = await queries.events({
        record,
        afterSeq:
          wanted === undefined
            ? after
            : Math.max(
                after,
                await queries.seqBeforeLast({ record, wanted, ...present({ position: person?.position }) }),
              ),
        limit,
        withContacts: contacts,
        ...(person ? { position: person.position } : {}),
      });
      const last = items.length === limit ? items.at(-1) : undefined;
      return { items, next: last ? String(last.seq) : null };
    },
  });

const listOwnEvents = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/events/own',
    tag,
    summary: 'Read the newest events of the campaign itself',
    description:
      'Without the events of its contacts. Only the newest 5,000 events of the log are looked through.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject({ ...clientQuery, limit: pageQuery.limit }),
    reply: {
      status: 200,
      description: 'the events, by seq',
      schema: ownEventsSchema,
    },
    async run({ params, query: { client, limit }, caller }) {
      const record = await finder.campaign({ caller, campaign: params.id, client });
      return queries.ownEvents({ record, limit });
    },
  });

const verifyEvents = ({ finder, queries }: RouteDeps): Route =>
  defineRoute({
    method: 'get',
    path: '/v1/campaigns/:id/events/verification',
    tag,
    summary: 'Check that the event log was not changed',
    description:
      'Reads the whole log. Every seq must exist, and each stored part must match the hash that links it to the previous one. If the hashes cover the whole log, the state and the counters of the campaign are compared with it.',
    role: 'viewer',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    reply: { status: 200, description: 'the result', schema: logVerificationSchema },
    async run({ params, query, caller }) {
      return queries.verifyLog(await finder.campaign({ caller, campaign: params.id, client: query.client }));
    },
  });

/** Returns the routes that answer questions about a campaign. */
export const campaignAnswerRoutes = (deps: RouteDeps): Route[] =>
  [readProgress, readWhy, readReport, readResults, listEvents, listOwnEvents, verifyEvents].map((route) =>
    route(deps),
  );
