import { readEnrollmentRow, readSnapshot } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { isId } from '../../domain/ids.ts';
import { acceptedTransitions } from '../../domain/machine/accepted-transitions.ts';
import { readMachineTree } from '../../domain/machine/machine-tree.ts';
import { instantText } from '../../queries/instants.ts';
import type { Caller } from '../../domain/caller.ts';
import type { RouteDeps } from '../deps.ts';

type Snapshot = { machine: string; value: unknown; context: Readonly<Record<string, unknown>> };

/**
 * Returns the state of the statechart of a campaign, a contact or an attempt, and the events that it accepts in this
 * state.
 */
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
  const { record, snapshot } = await find({ deps, id, query, caller });
  const description = deps.machines.find(({ name }) => name === snapshot.machine);
  const state = pathOf(snapshot.value).join('.');
  const transitions = description ? acceptedTransitions(readMachineTree(description.definition), state) : [];
  return {
    id,
    machine: snapshot.machine,
    version: description?.version ?? 0,
    campaign: record.id,
    state,
    nextEvents: [...new Set(transitions.map(({ event }) => event))].sort(),
    transitions,
    context: inWords(snapshot.context),
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
}: Parameters<typeof describeActor>[0]): Promise<{ record: CampaignRecord; snapshot: Snapshot }> {
  if (isId('campaign', id)) {
    const record = await finder.campaign({ caller, campaign: id, client: query.client });
    return { record, snapshot: { machine: 'campaign', ...readSnapshot(record) } };
  }
  if (isId('attempt', id)) {
    const { state, ...context } = await finder.attempt({ caller, id });
    const record = await finder.campaign({ caller, campaign: context.campaign });
    return { record, snapshot: { machine: 'attempt', value: state, context } };
  }
  if (!isId('contact', id) && !isId('enrollment', id)) throw unknownActor(id);
  if (query.campaign === undefined) {
    throw new RingmasterError({
      code: 'actor.campaign-needed',
      family: 'invalid',
      message: 'A contact has a state only in a campaign.',
      hint: 'Name the campaign with ?campaign=',
    });
  }
  const record = await finder.campaign({ caller, campaign: query.campaign, client: query.client });
  const [row] = await store.readEnrollments({
    campaign: record.id,
    positions: [(await finder.enrollment({ record, contact: id })).position],
  });
  if (!row) throw unknownActor(id);
  const { value, context } = readEnrollmentRow(row);
  const { state: _, ...shown } = context;
  return { record, snapshot: { machine: 'enrollment', value, context: shown } };
}

/** Returns the context with instants as text. Due times are as stored, without the time in pauses. */
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
    hint: 'Ids of campaigns, contacts and calls begin with cmp_, con_ or enr_, and att_.',
  });
}

/** Returns `['running', 'waiting']` for `{ running: 'waiting' }`. There are no parallel states. */
function pathOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...pathOf(inner)]);
}
