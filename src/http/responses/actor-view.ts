import { readSnapshot } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { isId } from '../../domain/ids.ts';
import { instantText } from '../../queries/instants.ts';
import type { Caller } from '../caller.ts';
import type { MachineDescription, MachineNode, RouteDeps } from '../deps.ts';

type Standing = { machine: string; value: unknown; context: Readonly<Record<string, unknown>> };

/** Where the statechart of a campaign, a person or a call stands, and what it can take there. */
export async function describeActor({
  deps,
  id,
  query,
  caller,
}: {
  deps: Pick<RouteDeps, 'finder' | 'store' | 'machines'>;
  id: string;
  query: { client?: string | undefined; campaign?: string | undefined };
  caller: Caller;
}) {
  const { record, standing } = await find({ deps, id, query, caller });
  const description = deps.machines.find(({ name }) => name === standing.machine);
  const path = pathOf(standing.value);
  return {
    id,
    machine: standing.machine,
    version: description?.version ?? 0,
    campaign: record.id,
    state: path.join('.'),
    nextEvents: description ? nextEvents({ description, path }) : [],
    context: inWords(standing.context),
    owner: record.owner,
    epoch: record.epoch,
    rev: record.rev,
    seq: record.seq,
  };
}

async function find({
  deps: { finder, store },
  id,
  query,
  caller,
}: Parameters<typeof describeActor>[0]): Promise<{ record: CampaignRecord; standing: Standing }> {
  if (isId('campaign', id)) {
    const record = await finder.campaign({ caller, campaign: id, client: query.client });
    return { record, standing: { machine: 'campaign', ...readSnapshot(record) } };
  }
  if (isId('attempt', id)) {
    const attempt = await finder.attempt({ caller, id });
    const record = await finder.campaign({ caller, campaign: attempt.campaign });
    return { record, standing: { machine: 'call', value: attempt.state, context: attempt } };
  }
  if (!isId('contact', id) && !isId('enrollment', id)) throw unknownActor(id);
  if (query.campaign === undefined) {
    throw new RingmasterError({
      code: 'actor.campaign-needed',
      family: 'invalid',
      message: 'A person stands somewhere only within a campaign.',
      hint: 'Name it with ?campaign=',
    });
  }
  const record = await finder.campaign({ caller, campaign: query.campaign, client: query.client });
  const [person] = await store.readEnrollments({
    campaign: record.id,
    positions: [(await finder.enrollment({ record, contact: id })).position],
  });
  if (!person) throw unknownActor(id);
  return { record, standing: { machine: 'enrollment', value: person.state, context: person } };
}

/** Instants of the context as everywhere else; a due time is as it is stored, without the time spent in pauses. */
function inWords(context: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(context).map(([name, value]): [string, unknown] => {
    if (typeof value === 'number' && value > 0 && /(?:At|[uU]ntil)$/.test(name))
      return [name, instantText(value)];
    const isGroup = typeof value === 'object' && value !== null && !Array.isArray(value);
    return [name, isGroup ? inWords(value as Readonly<Record<string, unknown>>) : value];
  });
  return Object.fromEntries(entries);
}

function unknownActor(id: string): RingmasterError {
  return new RingmasterError({
    code: 'actor.not-found',
    family: 'not-found',
    message: `There is no actor ${id.slice(0, 60)}.`,
    hint: 'Ids of campaigns, people and calls begin with cmp_, con_ or enr_, and att_.',
  });
}

/** `{ running: 'waiting' }` as `['running', 'waiting']`; our machines have no parallel states. */
function pathOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...pathOf(inner)]);
}

/** The events that the machine or one of the states it is in has a transition for. */
function nextEvents({
  description,
  path,
}: {
  description: MachineDescription;
  path: readonly string[];
}): string[] {
  const nodes: MachineNode[] = [description.definition];
  for (const name of path) {
    const node = nodes.at(-1)?.states?.[name];
    if (node) nodes.push(node);
  }
  return [...new Set(nodes.flatMap(({ on }) => Object.keys(on ?? {})))].sort();
}
