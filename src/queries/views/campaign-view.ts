import { isRingmasterError } from '../../domain/errors.ts';
import type { Breaker } from '../../domain/breaker.ts';
import { endedStates } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { ReasonCode } from '../../domain/reason-code.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import { instantOrNull, instantText } from '../instants.ts';
import { canaryView } from './canary-view.ts';
import type { CanaryView } from './canary-view.ts';
import { statusOf } from '../campaign-status.ts';
import type { CampaignStatus } from '../campaign-status.ts';

/** A campaign as the API shows it; instants are RFC 3339 in UTC. */
export type CampaignView = {
  id: string;
  client: string;
  name: string;
  state: CampaignRecord['state'];
  /** Null unless running. */
  doing: CampaignStatus['doing'];
  /** Why a running campaign starts nothing, as its owner last recorded it. */
  waiting: { reason: ReasonCode; until: string | null } | null;
  priority: number;
  total: number;
  definition: CampaignRecord['definition'];
  definitionVersion: number;
  createdAt: string;
  updatedAt: string;
  startedAt: string | null;
  /** When a scheduled campaign starts. */
  startAt: string | null;
  pausedAt: string | null;
  resumedAt: string | null;
  endedAt: string | null;
  pause: CampaignStatus['context']['pause'];
  failure: CampaignStatus['context']['failure'];
  /** Set while a circuit breaker holds back a channel of the campaign, and it has not ended. */
  provider: { state: 'down'; failedProbes: number; probeAt: string | null } | null;
  /** The canary start, with its figures; null if the campaign was started without one. */
  canary: CanaryView | null;
};

function lifeOf({ context, doing }: CampaignStatus, { counters }: CampaignRecord) {
  const { waiting } = context;
  return {
    doing,
    waiting: waiting && { reason: waiting.reason, until: instantOrNull(waiting.until) },
    startedAt: instantOrNull(context.startedAt),
    startAt: instantOrNull(context.startAt),
    pausedAt: instantOrNull(context.pausedAt),
    resumedAt: instantOrNull(context.resumedAt),
    endedAt: instantOrNull(context.endedAt),
    pause: context.pause,
    failure: context.failure,
    canary: canaryView({ canary: context.canary, counted: counters.canary }),
  };
}

const unknownLife = {
  doing: null,
  waiting: null,
  startedAt: null,
  startAt: null,
  pausedAt: null,
  resumedAt: null,
  endedAt: null,
  pause: null,
  canary: null,
};

/** A campaign that cannot be read must not hide the others: it is shown with its failure. */
function readLife(record: CampaignRecord) {
  try {
    return lifeOf(statusOf({ record, now: record.updatedAt }), record);
  } catch (error) {
    if (!isRingmasterError(error)) throw error;
    return { ...unknownLife, failure: { code: error.code, detail: error.message } };
  }
}

/** Facts that are read once for all campaigns in one answer. */
export type Viewing = {
  channels: Pick<Channels, 'breakerOf' | 'preparerOf' | 'factsOfStep'>;
  breakers: readonly Breaker[];
};

/** The keys of the circuit breakers of a campaign's steps. */
export function breakersOf(
  { definition }: Pick<CampaignRecord, 'definition'>,
  { channels }: Pick<Viewing, 'channels'>,
): string[] {
  return definition.steps.flatMap(({ channel }) => channels.breakerOf(channel) ?? []);
}

function providerOf(record: CampaignRecord, viewing: Viewing): CampaignView['provider'] {
  if (endedStates.includes(record.state)) return null;
  const keys = breakersOf(record, viewing);
  const open = viewing.breakers.find(({ open, key }) => open && keys.includes(key));
  if (!open) return null;
  const { failedProbes, probeAt } = open;
  return { state: 'down', failedProbes, probeAt: instantOrNull(probeAt) };
}

export function campaignView(record: CampaignRecord, viewing: Viewing): CampaignView {
  return {
    id: record.id,
    client: record.client,
    name: record.name,
    state: record.state,
    ...readLife(record),
    provider: providerOf(record, viewing),
    priority: record.definition.priority,
    total: record.counters.total,
    definition: record.definition,
    definitionVersion: record.definitionVersion,
    createdAt: instantText(record.createdAt),
    updatedAt: instantText(record.updatedAt),
  };
}
