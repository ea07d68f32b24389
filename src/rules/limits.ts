import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { ClientSettings } from '../domain/campaign/client-settings.ts';
import { withoutQuotas } from '../domain/campaign/limit-scope.ts';
import type {
  EngineScope,
  LimitCaps,
  LimitedTouch,
  LimitScope,
  LimitSettings,
  SharedLimits,
} from '../domain/campaign/limit-scope.ts';
import { RingmasterError } from '../domain/errors.ts';
import { warmUpCap } from './warm-up.ts';

/** The key of a campaign's own limits. */
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

type Limiting = { channels: Pick<Channels, 'limitsOf'>; touch: LimitedTouch };

/** The limits an attempt takes a slot in, with their stored keys; throws for a scope that is not declared. */
function limitsOf({ channels, touch }: Limiting): { key: string; scope: Omit<LimitScope, 'name'> }[] {
  return channels.limitsOf(touch.channel).flatMap((listed) => {
    const scope = typeof listed === 'string' ? declared(listed, touch) : listed;
    const key = scope.keyOf(touch);
    return key === null ? [] : [{ key, scope }];
  });
}

function declared(name: EngineScope, { channel }: LimitedTouch): Omit<LimitScope, 'name'> {
  const scope: Omit<LimitScope, 'name'> | undefined = engineScopes[name];
  if (scope) return scope;
  throw new RingmasterError({
    code: 'limit.scope-undeclared',
    family: 'fault',
    message: `The channel ${channel} lists the limit "${name}", which is not declared, so it is not known how much of it there is.`,
    hint: 'Declare it in the descriptor of the channel, or take it off the list.',
  });
}

/** The keys under which an attempt holds a slot; none for one that contacts no one. */
export function limitKeys(limiting: Limiting): string[] {
  return limitsOf(limiting).map(({ key }) => key);
}

/** The same keys, each with how much of it there is. */
export function limitCaps({
  settings,
  ...limiting
}: Limiting & { settings: LimitSettings }): ({ scope: string } & LimitCaps)[] {
  return limitsOf(limiting).map(({ key, scope }) => ({ scope: key, ...scope.capsOf(settings) }));
}

/**
 * The settings in force for the attempts of a campaign. `day`: of the client's clock, for the cap of a warm-up; null
 * leaves the warm-up out.
 */
export function limitSettings({
  record: { definition, counters },
  client: { limits: own },
  shared,
  day,
}: {
  record: Pick<CampaignRecord, 'definition' | 'counters'>;
  client: Pick<ClientSettings, 'limits'>;
  shared: SharedLimits;
  day: string | null;
}): LimitSettings {
  const { rateLimits } = definition;
  const { concurrent, perSecond, perHour, perDay } = rateLimits;
  const warmUp = day === null ? null : warmUpCap({ rateLimits, sending: counters.sending, day });
  return {
    shared,
    client: {
      concurrent: own.concurrent ?? null,
      perSecond: own.perSecond ?? null,
      perHour: own.perHour ?? null,
      perDay: own.perDay ?? null,
    },
    campaign: { concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },
  };
}
