import { isRingmasterError, RingmasterError } from '../domain/errors.ts';
import { campaignDefinitionSchema } from '../domain/campaign-definition.ts';
import type { CampaignDefinition, VoiceStep } from '../domain/campaign-definition.ts';
import { emptyCounters } from '../domain/campaign.ts';
import type { CampaignRecord } from '../domain/campaign.ts';
import type { Attempt } from '../domain/attempt.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact.ts';
import type { Enrollment } from '../domain/enrollment.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Hold } from '../domain/hold.ts';
import type { NewId } from '../domain/ids.ts';
import { isId } from '../domain/ids.ts';
import type { ImportRecord } from '../domain/import-record.ts';
import { everyClient } from '../domain/party.ts';
import type { Calendar } from '../domain/window-rules.ts';
import { campaignMachineVersion } from '../machines/campaign-machine.ts';
import type { Clock } from '../platform/clock.ts';
import type { Store } from '../persistence/contract.ts';
import { alwaysOpenCalendar, writeSnapshot } from './campaign-memory.ts';
import type { EvidenceVerdict } from './decide/evidence.ts';
import type { CampaignCommand, ContactCommand } from './events.ts';
import { createMachines } from './machines.ts';
import type { Runtime } from './runtime.ts';
import { directDefinition, directName, toRow } from './single-call.ts';

/** The answer to a command: the campaign after it, and whether it changed anything. */
export type CommandReply = {
  campaign: CampaignRecord;
  changed: boolean;
  /** Attempts that are, or may be, at the provider, and will finish. */
  finishing: number;
  /** Who would be next, by position in the campaign. */
  next: { position: number } | null;
};

export type CallOrder = {
  client: string;
  phone: string;
  step: VoiceStep;
  calendar: Calendar;
  variables: Readonly<Record<string, string>>;
  /** Why it may be made at any hour; logged. Null keeps to the window. */
  outsideHours: string | null;
  by: string;
};

/**
 * Everything people and programs can ask of the engine. Each promise resolves once what it says is committed; errors
 * are `RingmasterError`s. Where `campaign` is taken, an id is meant; see `resolve` for names.
 */
export type Engine = {
  /** The campaign of that id, or of that name among the client's; `campaign.not-found` otherwise. */
  resolve: (input: { campaign: string; client: string | null }) => Promise<CampaignRecord>;
  /** Adds a draft; `campaign.name-taken` if the client has one of that name. */
  createCampaign: (input: { definition: CampaignDefinition; by: string }) => Promise<CampaignRecord>;
  command: (input: { campaign: string; command: CampaignCommand; by: string }) => Promise<CommandReply>;
  commandContact: (input: {
    campaign: string;
    command: ContactCommand;
    by: string;
  }) => Promise<{ changed: boolean; enrollment: Enrollment }>;
  /** Removes a draft; `campaign.command-refused` for anything else. */
  removeDraft: (campaign: string) => Promise<void>;

  /** Opens an import, or gives the open one back if `resume` names it. */
  openImport: (input: {
    campaign: string;
    format: ImportRecord['format'];
    by: string;
  }) => Promise<ImportRecord>;
  addRows: (input: {
    campaign: string;
    import: string;
    columns: readonly string[];
    rows: readonly EnrollableRow[];
    rejected: readonly RejectedRow[];
    lastRow: number;
  }) => Promise<ImportRecord>;
  closeImport: (input: {
    campaign: string;
    import: string;
    state: 'closed' | 'broken';
  }) => Promise<ImportRecord>;

  /** Takes what a callback showed. `unknown`: no such attempt here. Delivering it again changes nothing. */
  receive: (input: {
    id: string;
    campaign: string;
    attempt: string;
    callId: string | null;
    evidence: readonly Evidence[];
  }) => Promise<EvidenceVerdict>;
  /** Enrolls a single call; its attempt is minted as soon as limits and windows allow. */
  placeCall: (order: CallOrder) => Promise<{ campaign: string; position: number }>;
  hangUp: (input: { attempt: Attempt; by: string }) => Promise<{ changed: boolean }>;

  /** The emergency stop, for one client or (null) for everything: resolves once nothing new can start. */
  hold: (input: {
    client: string | null;
    reason: string | null;
    by: string;
  }) => Promise<{ changed: boolean }>;
  unhold: (input: { client: string | null; by: string }) => Promise<{ changed: boolean }>;
  /** Puts an address on a do-not-contact list (client null: of everybody); people in campaigns end, queued calls are taken back. */
  suppress: (input: { client: string | null; address: string; reason: string; by: string }) => Promise<void>;
  unsuppress: (input: { client: string | null; address: string }) => Promise<boolean>;
};

function notFound(what: string, name: string): RingmasterError {
  return new RingmasterError({
    code: `${what}.not-found`,
    family: 'not-found',
    message: `There is no ${what} ${name}.`,
  });
}

export function createEngine({
  runtime,
  store,
  business,
  newId,
}: {
  runtime: Runtime;
  store: Store;
  business: Clock;
  newId: NewId;
}): Engine {
  const machines = createMachines();
  const now = (): number => Math.floor(business.now());

  const read = async (campaign: string): Promise<CampaignRecord> => {
    const record = await store.readCampaign(campaign);
    if (!record) throw notFound('campaign', campaign);
    return record;
  };

  const create = async ({
    definition,
    listed,
  }: {
    definition: CampaignDefinition;
    listed: boolean;
  }): Promise<CampaignRecord> => {
    const at = now();
    const record: CampaignRecord = {
      id: newId('campaign'),
      client: definition.client,
      name: definition.name,
      listed,
      state: 'draft',
      epoch: 0,
      owner: null,
      rev: 0,
      seq: 0,
      turn: null,
      snapshot: writeSnapshot(machines.campaign.initial()),
      machineVersion: campaignMachineVersion,
      definition,
      definitionVersion: 1,
      counters: emptyCounters(),
      rest: null,
      createdAt: at,
      updatedAt: at,
    };
    await store.createCampaign(record);
    return record;
  };

  const nextOf = async (campaign: string): Promise<{ position: number } | null> => {
    const heads = await store.readDueHeads(campaign);
    const [first] = [...heads].sort(
      (a, b) => a.dueClass - b.dueClass || a.dueAt - b.dueAt || a.position - b.position,
    );
    return first ? { position: first.position } : null;
  };

  const stillOpen = async (campaign: string): Promise<number> => {
    const actor = runtime.actor(campaign);
    return actor?.memory() ? actor.inFlight() : (await read(campaign)).counters.open;
  };

  const command: Engine['command'] = async ({ campaign, command: order, by }) => {
    if (order.name === 'edit') campaignDefinitionSchema.parse(order.definition);
    const changed = Boolean(await runtime.ask({ campaign, event: { type: 'command', command: order, by } }));
    if (order.name === 'pause' || order.name === 'cancel') await runtime.awaitVoid(campaign);
    return {
      campaign: await read(campaign),
      changed,
      finishing: await stillOpen(campaign),
      next: await nextOf(campaign),
    };
  };

  /** The client's permanent campaign for single calls, made and started when first needed. */
  const direct = async (client: string): Promise<{ campaign: string; import: string }> => {
    let record = await store.findCampaign({ client, name: directName });
    if (!record) {
      try {
        record = await create({ definition: directDefinition(client), listed: false });
      } catch (error) {
        if (!isRingmasterError(error, 'campaign.name-taken')) throw error;
        record = await store.findCampaign({ client, name: directName });
      }
    }
    if (!record) throw notFound('campaign', directName);
    const open = (await store.listImports(record.id)).find(({ state }) => state === 'open');
    const list = open ?? (await openImport({ campaign: record.id, format: 'json', by: 'system' }));
    await runtime.ask({
      campaign: record.id,
      event: { type: 'command', command: { name: 'start', startAt: null }, by: 'system' },
    });
    return { campaign: record.id, import: list.id };
  };

  const openImport: Engine['openImport'] = async ({ campaign, format, by }) => {
    const record: ImportRecord = {
      id: newId('import'),
      campaign,
      state: 'open',
      format,
      columns: [],
      lastRow: 0,
      enrolled: 0,
      suppressed: 0,
      duplicates: 0,
      rejected: 0,
      openedAt: now(),
      closedAt: null,
      by,
    };
    await runtime.ask({ campaign, event: { type: 'import-opened', record } });
    return record;
  };

  /** Everyone of that address in a running campaign is told; the party itself is suppressed already. */
  const tellCampaigns = async (client: string | null, address: string): Promise<void> => {
    const { items } = await store.listCampaigns({
      ...(client === null ? {} : { client }),
      states: ['running', 'paused', 'scheduled', 'draft'],
      limit: 10_000,
    });
    for (const { id } of items) {
      if (!(await store.findEnrollment({ campaign: id, who: address }))) continue;
      await runtime.deliver({ campaign: id, id: newId('event'), event: { type: 'suppressed', address } });
    }
  };

  return {
    async resolve({ campaign, client }) {
      const record = isId('campaign', campaign)
        ? await store.readCampaign(campaign)
        : await store.findCampaign({ client: client ?? 'default', name: campaign });
      if (!record || (client !== null && record.client !== client)) throw notFound('campaign', campaign);
      return record;
    },
    createCampaign: ({ definition }) => create({ definition, listed: true }),
    command,
    async commandContact({ campaign, command: order, by }) {
      const changed = Boolean(
        await runtime.ask({ campaign, event: { type: 'contact-command', command: order, by } }),
      );
      const [enrollment] = await store.readEnrollments({ campaign, positions: [order.position] });
      if (!enrollment) throw notFound('contact', String(order.position));
      return { changed, enrollment };
    },
    async removeDraft(campaign) {
      const record = await read(campaign);
      if (await store.removeCampaign({ id: campaign, rev: record.rev })) return;
      throw new RingmasterError({
        code: 'campaign.command-refused',
        family: 'conflict',
        message: `A ${record.state} campaign cannot be deleted.`,
        hint: 'Only drafts can; archive a campaign that has ended.',
        details: { state: record.state, allowed: [] },
      });
    },
    openImport,
    async addRows({ campaign, import: id, columns, rows, rejected, lastRow }) {
      return (await runtime.ask({
        campaign,
        event: { type: 'import-chunk', import: id, columns, rows, rejected, lastRow },
      })) as ImportRecord;
    },
    async closeImport({ campaign, import: id, state }) {
      return (await runtime.ask({
        campaign,
        event: { type: 'import-closed', import: id, state },
      })) as ImportRecord;
    },
    async receive({ id, campaign, attempt, callId, evidence }) {
      const verdict = await runtime.deliver({
        campaign,
        id,
        event: { type: 'evidence', attempt, callId, evidence },
      });
      return (verdict ?? 'current') as EvidenceVerdict;
    },
    async placeCall({ client, phone, step, calendar, variables, outsideHours, by }) {
      const target = await direct(client);
      const hours = outsideHours === null ? calendar : alwaysOpenCalendar;
      const row = toRow({
        call: { phone, step, calendar: hours, variables },
        identity: `call:${newId('event')}`,
      });
      const placed = (await runtime.ask({
        campaign: target.campaign,
        event: { type: 'import-appended', import: target.import, row, by, outsideHours },
      })) as { position: number };
      return { campaign: target.campaign, position: placed.position };
    },
    async hangUp({ attempt, by }) {
      const changed = await runtime.ask({
        campaign: attempt.campaign,
        event: { type: 'hang-up', attempt: attempt.id, by },
      });
      return { changed: Boolean(changed) };
    },
    async hold({ client, reason, by }) {
      const hold: Hold = { client: client ?? everyClient, reason, by, at: now() };
      const known = (await store.listHolds()).some((other) => other.client === hold.client);
      if (!known) await store.putHold(hold);
      await runtime.announceHolds();
      return { changed: !known };
    },
    async unhold({ client }) {
      const changed = await store.removeHold(client ?? everyClient);
      await runtime.announceHolds();
      return { changed };
    },
    async suppress({ client, address, reason, by }) {
      await store.putSuppression({ client: client ?? everyClient, address, reason, by, at: now() });
      await tellCampaigns(client, address);
    },
    unsuppress: ({ client, address }) => store.removeSuppression({ client: client ?? everyClient, address }),
  };
}
