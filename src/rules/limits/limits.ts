import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Channels } from '../../domain/campaign/channel-facts.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import { withoutQuotas } from '../../domain/campaign/limit-scope.ts';
import type {
  EngineScope,
  LimitCaps,
  LimitedTouch,
  LimitScope,
  LimitSettings,
  SenderLimitsOf,
  SharedLimits,
} from '../../domain/campaign/limit-scope.ts';
import { RingmasterError } from '../../domain/errors.ts';
import { warmUpCap } from './warm-up.ts';

/** Returns the key of a campaign's own limits. */
export function campaignKey(campaign: string): string {
  return `campaign:${campaign}`;
}

const engineScopes: Readonly<Record<EngineScope, Omit<LimitScope, 'name'>>> = {
  account: {
    keyOf: ({ channel }) => `account:${channel}`,
    capsOf: ({ shared }) => withoutQuotas(shared.account),
  },
  global: { keyOf: () => 'global', capsOf: ({ shared }) => withoutQuotas(shared.global) },
  client: { keyOf: ({ client }) => `client:${client}`, capsOf: ({ client }) => client },
  campaign: { keyOf: ({ campaign }) => campaignKey(campaign), capsOf: ({ campaign }) => campaign },
};

/**
 * Which slots of an attempt: those for its preparation, which are taken when it is minted, those that are taken when it is
 * sent, or both.
 */
export type SlotPhase = 'preparation' | 'send' | 'both';

type Limiting = { channels: Pick<Channels, 'limitsOf'>; touch: LimitedTouch; phase?: SlotPhase };

/**
 * Calls `visit` with each limit in which an attempt takes a slot, and its stored key. Throws
 * `limit.scope-undeclared`.
 */
function visitLimits(
  { channels, touch, phase = 'both' }: Limiting,
  visit: (key: string, scope: Omit<LimitScope, 'name'>) => void,
): void {
  for (const listed of channels.limitsOf(touch.channel)) {
    const scope: Omit<LimitScope, 'name'> = typeof listed === 'string' ? declared(listed, touch) : listed;
    if (phase !== 'both' && (scope.isForPreparation ?? false) !== (phase === 'preparation')) continue;
    const key = scope.keyOf(touch);
    if (key !== null) visit(key, scope);
  }
}

function declared(name: EngineScope, { channel }: LimitedTouch): Omit<LimitScope, 'name'> {
  const scope: Omit<LimitScope, 'name'> | undefined = engineScopes[name];
  if (scope) return scope;
  throw new RingmasterError({
    code: 'limit.scope-undeclared',
    family: 'fault',
    message: `The channel ${channel} lists the limit "${name}", which is not declared, so its maximum is not known.`,
    hint: 'Declare it in the descriptor of the channel, or remove it from the list.',
  });
}

/** Why contacts wait while no slot of a limit is free. */
export type ConcurrentReason = 'limit.concurrent' | NonNullable<LimitScope['reason']>;

/** A limit with its caps, and why contacts wait for it if it has a reason of its own. */
export type ReasonedCap = { scope: string; reason?: NonNullable<LimitScope['reason']> } & LimitCaps;

/** Returns the keys under which an attempt has a slot; none for an attempt that contacts no one. */
export function limitKeys(limiting: Limiting): string[] {
  const keys: string[] = [];
  visitLimits(limiting, (key) => keys.push(key));
  return keys;
}

/** Returns the same keys, each with its caps. */
export function limitCaps({ settings, ...limiting }: Limiting & { settings: LimitSettings }): ReasonedCap[] {
  const caps: ReasonedCap[] = [];
  const { touch } = limiting;
  visitLimits(limiting, (key, scope) =>
    caps.push({
      scope: key,
      ...scope.capsOf(settings, touch),
      ...(scope.reason && { reason: scope.reason }),
    }),
  );
  return caps;
}

/**
 * Returns the limits that apply to the attempts of a campaign. `day` is the day on the client's clock, for the cap of
 * a warm-up; null ignores the warm-up.
 */
export function limitSettings({
  record: { definition, counters },
  client: { limits: own, bots = {} },
  shared,
  senderOf,
  day,
}: {
  record: Pick<CampaignRecord, 'definition' | 'counters'>;
  client: Pick<ClientSettings, 'limits' | 'bots'>;
  shared: SharedLimits;
  senderOf: SenderLimitsOf;
  day: string | null;
}): LimitSettings {
  const { rateLimits } = definition;
  const { concurrent, perSecond, perHour, perDay } = rateLimits;
  const warmUp = day === null ? null : warmUpCap({ rateLimits, sending: counters.sending, day });
  return {
    shared,
    senderOf,
    botsOf: (pool) => bots[pool]?.size ?? null,
    client: {
      concurrent: own.concurrent ?? null,
      perSecond: own.perSecond ?? null,
      perHour: own.perHour ?? null,
      perDay: own.perDay ?? null,
    },
    campaign: { concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },
  };
}
