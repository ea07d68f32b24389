import type { CampaignEvent } from '../../domain/events/campaign-event.ts';
import type { Caller } from '../../domain/caller.ts';
import { isId } from '../../domain/ids.ts';
import { createReplay } from '../../queries/index.ts';
import type { EventView, JourneyStep } from '../../queries/index.ts';
import type { RouteDeps } from '../deps.ts';
import { describeActor } from '../responses/actor-view.ts';
import { createInspectMessages } from './inspect-messages.ts';
import type { InspectMessage } from './inspect-messages.ts';

const pageSize = 200;

/** An actor that is inspected. */
export type FollowedActor = {
  campaign: string;
  /** Its definition and its present snapshot. */
  first: InspectMessage;
  /** The messages about what was committed since the last call, in order, read page by page. */
  news: () => AsyncGenerator<InspectMessage>;
};

/**
 * Follows an actor through its log. Each transition that a line tells becomes an event and a snapshot. The newest snapshot of
 * a read has the stored state and context; those before it have only what their line tells. Rejects if the caller may not see
 * the actor, or if it does not exist.
 */
export async function followActor({
  deps,
  id,
  query,
  caller,
}: {
  deps: Pick<RouteDeps, 'finder' | 'store' | 'machines' | 'queries' | 'clocks'>;
  id: string;
  query: { client?: string | undefined; campaign?: string | undefined };
  caller: Caller;
}): Promise<FollowedActor> {
  const { finder, queries, machines, clocks } = deps;
  const describe = () => describeActor({ deps, id, query, caller });
  const actor = await describe();
  const { campaign, machine: name } = actor;
  const machine = machines.find((one) => one.name === name);
  if (!machine) throw new TypeError(`there is no machine ${name}`);
  const messages = createInspectMessages({ machine, now: clocks.system.now });
  const record = await finder.campaign({ caller, campaign });
  const contact = isId('campaign', id) ? null : await positionOf({ finder, caller, id, record });

  const replay = createReplay();
  const play = (line: EventView): JourneyStep[] =>
    isOwn(line)
      ? replay
          .add(asLine(line))
          .filter((step) => step.machine === name && (name !== 'attempt' || step.attempt === id))
      : [];
  const isOwn = ({ position, attempt }: EventView): boolean =>
    name === 'attempt' ? attempt === id : position === contact;
  const read = (afterSeq: number): Promise<EventView[]> =>
    queries.events({ record, afterSeq, limit: pageSize, ...(contact !== null && { position: contact }) });

  /** Brings the replay to the snapshot that was read. */
  const catchUp = async (): Promise<void> => {
    if (contact === null) {
      const { items } = await queries.ownEvents({ record, limit: pageSize });
      for (const line of items) if (line.seq <= actor.seq) play(line);
      return;
    }
    for (let afterSeq = 0; ;) {
      const lines = await read(afterSeq);
      for (const line of lines) if (line.seq <= actor.seq) play(line);
      if (lines.length < pageSize) return;
      afterSeq = lines.at(-1)?.seq ?? afterSeq;
    }
  };
  await catchUp();

  let seq = actor.seq;
  return {
    campaign,
    first: messages.actor(actor),
    async *news() {
      for (;;) {
        const lines = await read(seq);
        seq = lines.at(-1)?.seq ?? seq;
        const taken = lines.flatMap((line) => play(line).map((step) => ({ line, step })));
        const present = taken.length === 0 ? null : await describe();
        for (const [index, { line, step }] of taken.entries()) {
          const isNewest = index === taken.length - 1 && present !== null;
          const after = isNewest ? present : { ...actor, state: step.to, context: line.data };
          yield* messages.transition({ actor: after, step, line });
        }
        if (lines.length < pageSize) return;
      }
    },
  };
}

/** The API writes instants as text; of these lines a replay compares instants with each other only. */
const asLine = (line: EventView): CampaignEvent => line as unknown as CampaignEvent;

async function positionOf({
  finder,
  caller,
  id,
  record,
}: Pick<RouteDeps, 'finder'> & {
  caller: Caller;
  id: string;
  record: Parameters<RouteDeps['finder']['enrollment']>[0]['record'];
}): Promise<number> {
  if (isId('attempt', id)) return (await finder.attempt({ caller, id })).position;
  return (await finder.enrollment({ record, contact: id })).position;
}
