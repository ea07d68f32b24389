import { RingmasterError } from '../../domain/errors.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import { loggedEvent } from '../../domain/events/campaign-event.ts';
import { campaignIn, emptyCounters } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { RequestKey } from '../../domain/request-key.ts';
import { isId } from '../../domain/ids.ts';
import { snapshotOf } from '../turn/campaign-memory.ts';
import type { Engine } from '../engine-contract.ts';
import { createMachines } from '../transitions/machines.ts';
import { requireReconciled } from '../restore/restore-phase.ts';
import { notFound, nowOf, readCampaign } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

/** Adds a campaign as a draft; an unlisted one is the `direct` campaign of a client. */
export type CreateCampaign = (input: {
  definition: CampaignDefinition;
  listed: boolean;
  by: string;
  request?: RequestKey | undefined;
}) => Promise<CampaignRecord>;

export function createCampaignMaker(parts: UseCaseParts): CreateCampaign {
  const { store, newId, onCommitted } = parts;
  const machines = createMachines();
  return async ({ definition, listed, by, request }) => {
    const at = nowOf(parts);
    const record: CampaignRecord = {
      id: newId('campaign'),
      client: definition.client,
      name: definition.name,
      listed,
      epoch: 0,
      owner: null,
      rev: 0,
      seq: 1,
      turn: null,
      ...snapshotOf(machines.campaign.initial()),
      definition,
      definitionVersion: 1,
      counters: emptyCounters(),
      rest: null,
      createdAt: at,
      updatedAt: at,
    };
    const created = loggedEvent({ seq: 1, at, event: { type: 'campaign.created', by } });
    const made = await store.createCampaign(record, request, [created]);
    // A repeat of a request is answered with the campaign that it created before.
    if (made.id === record.id)
      onCommitted({ campaign: made.id, record: made, memory: null, events: [created] });
    return made;
  };
}

/** Returns the first contact in dispatch order, regardless of the hour. */
async function nextOf({ store }: UseCaseParts, campaign: string): Promise<{ position: number } | null> {
  const heads = await store.readDueHeads(campaign);
  const [first] = [...heads].sort(
    (left, right) =>
      left.dueClass - right.dueClass || left.dueAt - right.dueAt || left.position - right.position,
  );
  return first ? { position: first.position } : null;
}

/** Throws `definition.invalid` for an edit that would make the campaign impossible to run. */
function requireValid({ faultOf }: UseCaseParts, definition: CampaignDefinition): void {
  const fault = faultOf(definition);
  if (!fault) return;
  throw new RingmasterError({
    code: 'definition.invalid',
    family: 'invalid',
    message: `${fault.path}: ${fault.message}.`,
    cause: fault.cause,
  });
}

async function stillOpen(parts: UseCaseParts, campaign: string): Promise<number> {
  const actor = parts.runtime.actor(campaign);
  return actor?.memory() ? actor.inFlight() : (await readCampaign(parts, campaign)).counters.open;
}

type CampaignUseCases = Pick<
  Engine,
  'resolve' | 'createCampaign' | 'command' | 'commandContact' | 'removeDraft'
>;

export function createCampaignUseCases({
  parts,
  create,
}: {
  parts: UseCaseParts;
  create: CreateCampaign;
}): CampaignUseCases {
  const { runtime, store } = parts;
  return {
    async resolve({ campaign, client }) {
      const record = isId('campaign', campaign)
        ? await store.readCampaign(campaign)
        : await store.findCampaign({ client: client ?? 'default', name: campaign });
      if (!record || (client !== null && record.client !== client)) throw notFound('campaign', campaign);
      return record;
    },

    createCampaign: ({ definition, by, request }) => create({ definition, listed: true, by, request }),

    async command({ campaign, command, by, request }) {
      if (command.name === 'edit') requireValid(parts, command.definition);
      if (command.name === 'resume' || command.name === 'start') await requireReconciled(parts);
      const event = { type: 'command', command, by } as const;
      const changed = Boolean(await runtime.ask({ campaign, event, request }));
      return {
        campaign: await readCampaign(parts, campaign),
        changed,
        finishing: await stillOpen(parts, campaign),
        next: await nextOf(parts, campaign),
      };
    },

    async commandContact({ campaign, command, by, request }) {
      const event = { type: 'contact-command', command, by } as const;
      const changed = Boolean(await runtime.ask({ campaign, event, request }));
      const [enrollment] = await store.readEnrollments({ campaign, positions: [command.position] });
      if (!enrollment) throw notFound('contact', String(command.position));
      return { changed, enrollment };
    },

    async removeDraft({ campaign, by, request }) {
      const record = await readCampaign(parts, campaign);
      if (await store.removeCampaign({ id: campaign, rev: record.rev, by, at: nowOf(parts) }, request))
        return;
      throw new RingmasterError({
        code: 'campaign.command-refused',
        family: 'conflict',
        message: `${campaignIn(record.state)} cannot be deleted.`,
        hint: 'Only drafts can be deleted. Cancel a running campaign; archive an ended one.',
        details: { state: record.state },
      });
    },
  };
}
