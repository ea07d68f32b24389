import { z } from 'zod';
import { requireAllClients } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, named } from '../schemas/common.ts';

const leftOut = (what: string) => z.number().describe(`the number of ${what} that are left out`);

const takeover = z.object({
  campaign: z.string(),
  name: z.string(),
  epoch: z.number().describe('the epoch that began with it'),
  cause: z
    .enum(['dead', 'stopping', 'rebalanced', 'released', 'own'])
    .describe(
      'dead: the heartbeat of the owner ended; stopping, rebalanced: the owner gave the campaign up; released: it had no owner; own: its owner did not run it',
    ),
  from: z.string().nullable().describe('the instance that had it before'),
  to: z.string().nullable().describe('the instance that took it; null while none has'),
  leftAt: instant
    .nullable()
    .describe('the last heartbeat of the owner before, or when it gave the campaign up'),
  takenAt: instant.nullable(),
});

const difference = z.object({
  kind: z.enum(['double', 'overlap', 'unrecorded', 'unplaced']),
  call: z.string().nullable().describe('the id of the call; null if the records do not have it'),
  providerId: z.string().nullable().describe('its id at the carrier'),
  text: z.string().describe('the difference in a sentence'),
});

const journalCall = z.object({
  attempt: z.string().nullable(),
  startedAt: instant,
  endedAt: instant.nullable(),
});

const proofSchema = named(
  'Proof',
  z.object({
    asOf: instant,
    records: z
      .object({
        campaigns: z.number(),
        total: z.number(),
        completed: z.number(),
        failed: z.number(),
        stopped: z.number(),
        remaining: z.number(),
      })
      .describe('the sums over all campaigns; total = completed + failed + stopped + remaining'),
    takeovers: z
      .object({
        items: z.array(takeover),
        leftOut: leftOut('earlier takeovers, among the last 1,000 changes of owners,'),
      })
      .describe('campaigns that came from one instance to another, the newest first, at most 200'),
    journal: z
      .object({
        placed: z.number(),
        recorded: z.number().nullable().describe('null if there are too many attempts to compare one by one'),
        doubles: z.number().describe('attempts that were placed more than once'),
        overlaps: z.number().describe('pairs of calls to one number that were open at the same time'),
        unrecorded: z.number().describe('placed by the carrier, and not known to the service'),
        unplaced: z.number().describe('accepted according to the service, and not in the journal'),
        maxAtOnce: z.number(),
        maxPerSecond: z.number().describe('the maximum of accepted calls in any second'),
        calls: z
          .object({ items: z.array(journalCall), leftOut: leftOut('earlier calls') })
          .describe('the newest calls of the journal, in the order of their starts, at most 2,000'),
        differences: z
          .object({ items: z.array(difference), leftOut: leftOut('further differences') })
          .describe('each difference between the journal and the records, at most 100'),
      })
      .nullable()
      .describe('the journal of the carrier; null if it has none that can be read'),
  }),
);

/** Returns the route that compares the records with the journal of the carrier. */
export const proofRoutes = ({ queries }: RouteDeps): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/proof',
    tag: 'Operations',
    summary: 'Compare the records with the journal of the carrier, and list takeovers',
    description:
      'The simulator has a journal of what really happened. Of a real carrier only the sums of the records are known.',
    role: 'viewer',
    reply: { status: 200, description: 'the figures and the differences', schema: proofSchema },
    errors: [
      { status: 403, codes: ['auth.client-only'] },
      { status: 503, codes: ['carrier.no-journal'] },
    ],
    async run({ caller }) {
      requireAllClients(caller, 'Use a key for all clients.');
      return queries.proof();
    },
  }),
];
