import { z } from 'zod';
import { dispositionNames } from '../../channels/registry.ts';
import { isByStateOnly } from '../../domain/contact/contact-filter.ts';
import type { ContactFilter } from '../../domain/contact/contact-filter.ts';
import { activeEnrollmentStates, waitReasons } from '../../domain/contact/enrollment.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { countMatching, matchingContacts } from '../../queries/index.ts';
import { commandContacts } from '../bulk/command-matching.ts';
import type { BulkCounts } from '../bulk/command-matching.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { campaignParams, clientQuery, named, reasonBody } from '../schemas/common.ts';

/** The maximum number of contacts that one request changes. */
const maxPerRequest = 500;
/** The maximum number of rows that one dry run reads. */
const maxCounted = 50_000;

const commands = ['pause', 'resume', 'retry', 'remove'] as const;

const bulkSchema = named(
  'ContactBulkCommand',
  z.strictObject({
    command: z.enum(commands),
    filter: z
      .strictObject({
        state: z
          .array(z.enum(activeEnrollmentStates))
          .min(1)
          .optional()
          .describe('in one of these states; contacts that have ended take no command'),
        reason: z.array(z.enum(waitReasons)).min(1).optional().describe('waiting for one of these reasons'),
        disposition: z
          .array(z.enum(dispositionNames))
          .min(1)
          .optional()
          .describe('whose last attempt ended like this'),
      })
      .describe('which contacts; {} for all that have not ended'),
    ...reasonBody.shape,
    dryRun: z.boolean().default(false).describe('true: count the contacts and change nothing'),
    after: z.string().max(500).optional().describe('`next` of the answer before, unchanged'),
    limit: z.int().min(1).max(maxPerRequest).default(maxPerRequest).describe('contacts per request'),
  }),
);

const bulkReplySchema = named(
  'ContactBulkReply',
  z.object({
    dryRun: z.boolean(),
    matched: z.number().describe('contacts that this request found'),
    changed: z.number(),
    unchanged: z.number().describe('contacts that were already as ordered'),
    refused: z.number().describe('contacts whose state does not accept the command'),
    next: z
      .string()
      .nullable()
      .describe('the value of `after` for the next request; null if all contacts were looked at'),
  }),
);

const nothingDone: BulkCounts = { changed: 0, unchanged: 0, refused: 0 };

/** Counts by the counters of the campaign if they have the answer, else row by row, a limited number of them. */
async function count({
  store,
  record,
  filter,
  after,
}: Pick<RouteDeps, 'store'> & {
  record: CampaignRecord;
  filter: ContactFilter;
  after: string | undefined;
}): Promise<{ matched: number; next: string | null }> {
  if (!isByStateOnly(filter) || after !== undefined || record.rest !== null)
    return countMatching({ store, campaign: record.id, filter, after, maxRows: maxCounted });
  const { states } = record.counters;
  const counts = (filter.states ?? []).map((state) => states[state] ?? 0);
  return { matched: counts.reduce((sum, one) => sum + one, 0), next: null };
}

const commandMatching = ({ engine, finder, store }: RouteDeps): Route =>
  defineRoute({
    method: 'post',
    path: '/v1/campaigns/:id/contact-commands',
    tag: 'Contacts',
    summary: 'Give a command to every contact that matches',
    description:
      'One request changes a limited number of contacts. Repeat it with `after`, and another Idempotency-Key, until `next` is null. Each contact takes the command as if it were given to it alone, and is committed by itself: a contact that has changed since it was found may refuse it. If an answer is lost, the same request with the same key completes the work, does none of it twice, and counts what it found then.',
    role: 'operator',
    params: campaignParams,
    query: z.strictObject(clientQuery),
    body: bulkSchema,
    example: { command: 'pause', filter: { state: ['waiting'] }, reason: 'new script', dryRun: true },
    reply: { status: 200, description: 'what was found and changed', schema: bulkReplySchema },
    async run({ params, query, body, caller, requestKey }) {
      const { command: name, reason, dryRun, after, limit } = body;
      const record = await finder.campaign({ caller, campaign: params.id, client: query.client });
      const filter: ContactFilter = {
        states: body.filter.state ?? activeEnrollmentStates,
        reasons: body.filter.reason,
        dispositions: body.filter.disposition,
      };
      if (dryRun) return { dryRun, ...nothingDone, ...(await count({ store, record, filter, after })) };
      const { items, next } = await matchingContacts({ store, campaign: record.id, filter, after, limit });
      const counts = await commandContacts({
        engine,
        record,
        contacts: items,
        command: { name, reason },
        by: caller.by,
        request: requestKey,
      });
      return { dryRun, matched: items.length, ...counts, next };
    },
  });

/** Returns the route for commands to many contacts. */
export const contactBulkRoutes = (deps: RouteDeps): Route[] => [commandMatching(deps)];
