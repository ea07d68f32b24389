import { z } from 'zod';
import { RingmasterError } from '../../domain/errors.ts';
import { machineMermaid } from '../../domain/machine/machine-mermaid.ts';
import { readMachineTree } from '../../domain/machine/machine-tree.ts';
import { describeActor } from '../responses/actor-view.ts';
import { scopeOf } from '../caller.ts';
import type { Caller } from '../../domain/caller.ts';
import type { MachineDescription, RouteDeps } from '../deps.ts';
import { defineRoute } from '../route.ts';
import type { Route } from '../route.ts';
import { clientQuery, instant, named, pageOf } from '../schemas/common.ts';

const tag = 'Machines';

const machineSchema = named('Machine', z.object({ name: z.string(), version: z.number() }));
const takenSchema = z
  .array(
    z.object({
      from: z.string().nullable().describe('null: added in the state `to`'),
      event: z.string().nullable(),
      to: z.string(),
      count: z.number(),
    }),
  )
  .optional()
  .describe(
    'with ?campaign=: the number of times each transition was taken in it, without those never taken',
  );
const machineDetailSchema = named(
  'MachineDefinition',
  z.object({
    name: z.string(),
    version: z.number(),
    definition: z.record(z.string(), z.unknown()).describe("XState's own description of the statechart"),
    config: z
      .record(z.string(), z.unknown())
      .describe("the input of createMachine and of Stately's editor, with guards and actions by name"),
    mermaid: z.string().describe('the statechart as a Mermaid diagram'),
    transitions: takenSchema,
  }),
);
const stateCounts = z.record(z.string(), z.number().nullable()).describe('by state; null if it is not known');
const statesSchema = named(
  'States',
  z.object({
    asOf: instant,
    campaign: stateCounts,
    enrollment: stateCounts.describe('contacts; each end of a contact is a state of its own'),
    attempt: stateCounts,
  }),
);
const actorSchema = named(
  'Actor',
  z.object({
    id: z.string(),
    machine: z.string(),
    version: z.number(),
    campaign: z.string(),
    state: z
      .string()
      .describe(
        'nested states are joined by a dot; a contact that has ended is `ended`, and `context.end` is its end',
      ),
    nextEvents: z.array(z.string()).describe('the events that it accepts in this state'),
    transitions: z
      .array(
        z.object({
          event: z.string(),
          guard: z.string().nullable(),
          to: z.string().nullable().describe('null: it stays in the state'),
        }),
      )
      .describe('the transitions for these events; those of one event are tried in this order'),
    context: z.record(z.string(), z.unknown()),
    owner: z.string().nullable().describe('the instance that runs it'),
    epoch: z.number(),
    rev: z.number(),
    seq: z.number(),
  }),
);

/** Returns how often each transition of a machine was taken in a campaign. */
async function taken({
  deps: { finder, store },
  caller,
  query: { campaign = '', client },
  machine,
}: {
  deps: Pick<RouteDeps, 'finder' | 'store'>;
  caller: Caller;
  query: { campaign?: string | undefined; client?: string | undefined };
  machine: string;
}): Promise<z.infer<typeof takenSchema>> {
  const { id } = await finder.campaign({ caller, campaign, client });
  const counts = await store.readTransitionCounts(id);
  return counts
    .filter((count) => count.machine === machine)
    .map(({ from, event, to, count }) => ({ from, event, to, count }));
}

const describe = (machine: MachineDescription) => ({
  ...machine,
  mermaid: machineMermaid(readMachineTree(machine.definition), null).join('\n'),
});

/** Returns the routes for statecharts and their current states. */
export function machineRoutes(deps: RouteDeps): Route[] {
  const { machines } = deps;
  return [
    defineRoute({
      method: 'get',
      path: '/v1/machines',
      tag,
      summary: 'List the statecharts',
      role: 'viewer',
      reply: { status: 200, description: 'all of them', schema: pageOf(machineSchema) },
      run: async () => ({ items: machines.map(({ name, version }) => ({ name, version })), next: null }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/machines/:name',
      tag,
      summary: 'Read a statechart',
      role: 'viewer',
      params: z.object({ name: z.string() }),
      query: z.strictObject({
        ...clientQuery,
        campaign: z
          .string()
          .max(100)
          .optional()
          .describe('adds the counts of the transitions taken in this campaign'),
      }),
      reply: { status: 200, description: 'its definition', schema: machineDetailSchema },
      async run({ params, query, caller }) {
        const found = machines.find(({ name }) => name === params.name);
        if (found && query.campaign === undefined) return describe(found);
        if (found)
          return {
            ...describe(found),
            transitions: await taken({ deps, caller, query, machine: found.name }),
          };
        throw new RingmasterError({
          code: 'machine.not-found',
          family: 'not-found',
          message: `There is no machine ${params.name.slice(0, 60)}.`,
          hint: `The machines are ${machines.map(({ name }) => name).join(', ')}.`,
        });
      },
    }),
    defineRoute({
      method: 'get',
      path: '/v1/states',
      tag,
      summary: 'Count the campaigns, contacts and attempts in each state',
      description: 'The sums over all campaigns, from the counters of each.',
      role: 'viewer',
      query: z.strictObject(clientQuery),
      reply: { status: 200, description: 'the counts, by machine and state', schema: statesSchema },
      run: ({ query, caller }) => deps.queries.states({ client: scopeOf(caller, query.client) }),
    }),
    defineRoute({
      method: 'get',
      path: '/v1/actors/:id',
      tag,
      summary: 'Read the live state of a campaign, a contact or a call',
      description: 'A contact has a state only in a campaign: name the campaign with ?campaign=.',
      role: 'viewer',
      params: z.object({ id: z.string().describe('an id that begins with cmp_, con_, enr_ or att_') }),
      query: z.strictObject({ ...clientQuery, campaign: z.string().max(100).optional() }),
      reply: { status: 200, description: 'its state and the events that it accepts', schema: actorSchema },
      run: ({ params, query, caller }) => describeActor({ deps, id: params.id, query, caller }),
    }),
  ];
}
