import { z } from 'zod';
import type { RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { callingRuleSchema } from '../schemas/calling-rule.ts';
import { named } from '../schemas/common.ts';

const regionSchema = z
  .string()
  .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'must be a country or state such as FR or US-FL');

/** Returns the route for the calling rules that are in force. */
export const callingRuleRoutes = ({ calling }: Pick<RouteDeps, 'calling'>): Route[] => [
  defineRoute({
    method: 'get',
    path: '/v1/calling-rules',
    tag: 'Operations',
    summary: 'Read the calling rules',
    description:
      'The hours, holidays and caps of the law of places, which every campaign with calls keeps. The list is empty with CALLING_RULES=off.',
    role: 'viewer',
    query: z.strictObject({
      region: regionSchema.optional().describe('only the rules of a contact there, such as US-FL'),
    }),
    reply: {
      status: 200,
      description: 'the rules, by region',
      schema: named('CallingRules', z.object({ items: z.array(callingRuleSchema) })),
    },
    run: ({ query: { region } }) =>
      Promise.resolve({ items: [...(region === undefined ? calling.all : calling.of([region]))] }),
  }),
];
