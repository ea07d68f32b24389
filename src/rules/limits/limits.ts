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

type Limiting = { channels: Pick<Channels, 'limitsOf'>; touch: LimitedTouch };

/**
 * Calls `visit` with each limit in which an attempt takes a slot, and its stored key. Throws
 * `limit.scope-undeclared`.
 */
function visitLimits(
  { channels, touch }: Limiting,
  visit: (key: string, scope: Omit<LimitScope, 'name'>) => void,
): void {
  for (const listed of channels.limitsOf(touch.channel)) {
    const scope = typeof listed === 'string' ? declared(listed, touch) : listed;
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

/** Returns the keys under which an attempt has a slot; none for an attempt that contacts no one. */
export function limitKeys(limiting: Limiting): string[] {
  const keys: string[] = [];
  visitLimits(limiting, (key) => keys.push(key));
  return keys;
}

/** Returns the same keys, each with its caps. */
export function limitCaps({
  settings,
  ...limiting
}: Limiting & { settings: LimitSettings }): ({ scope: string } & LimitCaps)[] {
  const caps: ({ scope: string } & LimitCaps)[] = [];
  const { touch } = limiting;
  visitLimits(limiting, (key, scope) => caps.push({ scope: key, ...scope.capsOf(settings, touch) }));
  return caps;
}

/**
 * Returns the limits that apply to the attempts of a campaign. `day` is the day on the client's clock, for the cap of
 * a warm-up; null ignores the warm-up.
 */
export function limitSettings({
  record: { definition, counters },
  client: { limits: own },
  shared,
  senderOf,
  day,
}: {
  record: Pick<CampaignRecord, 'definition' | 'counters'>;
  client: Pick<ClientSettings, 'limits'>;
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
    client: {
      concurrent: own.concurrent ?? null,
      perSecond: own.perSecond ?? null,
      perHour: own.perHour ?? null,
      perDay: own.perDay ?? null,
    },
    campaign: { concurrent, perSecond, perHour: perHour ?? null, perDay: warmUp ?? perDay ?? null },
  };
}
