import { z } from 'zod';
import { requireAllClients } from '../caller.ts';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { instant, named } from '../schemas/common.ts';

const attempts = z.array(z.string()).describe('ids of attempts, at most 100');

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
    journal: z
      .object({
        placed: z.number(),
        recorded: z.number().nullable().describe('null if there are too many attempts to compare one by one'),
        doubles: attempts,
        overlaps: z.number().describe('pairs of calls to one number that were open at the same time'),
        unrecorded: attempts.describe('placed by the carrier, and not known to the service'),
        unplaced: attempts.describe('accepted according to the service, and not in the journal'),
        maxAtOnce: z.number(),
        maxPerSecond: z.number().describe('the maximum of accepted calls in any second'),
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
    summary: 'Compare the records with the journal of the carrier',
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
