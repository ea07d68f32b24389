import { isRingmasterError } from '../../domain/errors.ts';
import { directName, singleCallPrefix } from '../../domain/campaign/campaign.ts';
import type { Step } from '../../domain/campaign/step.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { alwaysOpenCalendar } from '../turn/campaign-memory.ts';
import type { Arrival } from '../../domain/attempt/callbacks.ts';
import type { EvidenceVerdict } from '../../domain/attempt/evidence.ts';
import type { Engine } from '../engine-contract.ts';
import { requireReconciled } from '../restore/restore-phase.ts';
import { directDefinition, suppressedCall, toRow } from '../dispatch/single-call.ts';
import type { CreateCampaign } from './campaigns.ts';
import { nowOf } from './parts.ts';
import type { UseCaseParts } from './parts.ts';

type CallUseCases = Pick<Engine, 'receive' | 'placeCall' | 'hangUp' | 'correct'>;

/** Two requests may place the first single call of a client at the same time. One of them creates the campaign. */
async function findOrCreateDirect(
  { store }: UseCaseParts,
  create: CreateCampaign,
  { client, by, step }: { client: string; by: string; step: Step },
): Promise<CampaignRecord> {
  const known = await store.findCampaign({ client, name: directName });
  if (known) return known;
  try {
    return await create({ definition: directDefinition({ client, step }), listed: false, by });
  } catch (error) {
    const isTaken = isRingmasterError(error, 'campaign.name-taken');
    const made = isTaken ? await store.findCampaign({ client, name: directName }) : null;
    if (!made) throw error;
    return made;
  }
}

/** Checks before anything is created for the call. The turn that takes the call checks again. */
async function refuseSuppressed(
  parts: UseCaseParts,
  { client, phone }: { client: string; phone: string },
): Promise<void> {
  const { store } = parts;
  const none = { campaign: '', client, identities: [] };
  const { suppressed } = await store.lookUpNewcomers({ ...none, keys: [phone], at: nowOf(parts) });
  if (suppressed.has(phone)) throw suppressedCall();
}

export function createCallUseCases({
  parts,
  create,
  openImport,
}: {
  parts: UseCaseParts;
  create: CreateCampaign;
  openImport: Engine['openImport'];
}): CallUseCases {
  const { runtime, store, newId } = parts;

  /** The end of an event id is enough to tell deliveries of one callback apart. */
  const arrival = (): Arrival => ({ at: nowOf(parts), id: newId('event').slice(-10) });

  /** The client's permanent campaign for single calls. It is created and started when it is first needed. */
  const direct = async (order: {
    client: string;
    by: string;
    step: Step;
  }): Promise<{ campaign: string; import: string }> => {
    const { id: campaign } = await findOrCreateDirect(parts, create, order);
    const open = (await store.listImports(campaign)).find(({ state }) => state === 'open');
    const list = open ?? (await openImport({ campaign, format: 'json', by: 'system' }));
    const command = { name: 'start', startAt: null } as const;
    await runtime.ask({ campaign, event: { type: 'command', command, by: 'system' } });
    return { campaign, import: list.id };
  };

  return {
    async receive({ id, campaign, attempt, providerId, evidence, callback }) {
      const verdict = await runtime.deliver({
        campaign,
        id,
        event: {
          type: 'evidence',
          attempt,
          providerId,
          evidence,
          ...(callback && { callback: { ...callback, arrival: arrival() } }),
        },
      });
      return (verdict ?? 'current') as EvidenceVerdict;
    },

    async placeCall({ client, phone, extension, step, calendar, variables, outsideHours, by, request }) {
      await requireReconciled(parts);
      await refuseSuppressed(parts, { client, phone });
      const target = await direct({ client, by, step });
      const hours = outsideHours === null ? calendar : alwaysOpenCalendar;
      const row = toRow({
        call: { phone, extension, step, calendar: hours, variables },
        identity: `${singleCallPrefix}${newId('event')}`,
      });
      const event = { type: 'import-appended', import: target.import, row, by, outsideHours } as const;
      const { campaign } = target;
      const { position } = (await runtime.ask({ campaign, event, request })) as { position: number };
      return { campaign, position };
    },

    async correct({ attempt, order, by, request }) {
      const event = { type: 'correct', attempt: attempt.id, order, by } as const;
      return { changed: Boolean(await runtime.ask({ campaign: attempt.campaign, event, request })) };
    },

    async hangUp({ attempt, by, request }) {
      const event = { type: 'hang-up', attempt: attempt.id, by } as const;
      return { changed: Boolean(await runtime.ask({ campaign: attempt.campaign, event, request })) };
    },
  };
}
