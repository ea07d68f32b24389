import type { Attempt } from '../../domain/attempt/attempt.ts';
import { limitCaps, limitKeys, limitSettings } from '../../rules/limits/limits.ts';
import type { Kit } from '../kit.ts';
import { limitedAttempt } from '../sending/limits.ts';
import type { Pace } from '../sending/pacing/pace.ts';
import type { CampaignMemory } from '../turn/campaign-memory.ts';
import type { InstanceKnowledge } from './instance-knowledge.ts';
import type { RuntimeInput } from './runtime-input.ts';

export type PacesOf = (memory: CampaignMemory, attempt: Attempt) => readonly Pace[];

/**
 * Looks up the paces of a campaign's attempts. They are calculated once per set of limits, and again after a change.
 */
export function createPaces({
  kit,
  knowledge,
  shared,
}: {
  kit: Kit;
  knowledge: Pick<InstanceKnowledge, 'knownSettings' | 'knownSenders'>;
  shared: RuntimeInput['shared'];
}): PacesOf {
  const known = new Map<string, readonly Pace[]>();
  let definition: unknown = null;
  let settings: unknown = null;
  let senders: unknown = null;
  return ({ record }, attempt) => {
    const client = knowledge.knownSettings(record.client);
    if (!client) return [];
    const ofClient = knowledge.knownSenders(record.client);
    if (definition !== record.definition || settings !== client || senders !== ofClient) known.clear();
    definition = record.definition;
    settings = client;
    senders = ofClient;
    const limiting = { channels: kit.channels, touch: limitedAttempt(record, attempt) };
    const key = limitKeys(limiting).join(' ');
    let paces = known.get(key);
    if (!paces) {
      const senderOf = ofClient?.limitsOf ?? (() => null);
      const caps = limitCaps({
        ...limiting,
        settings: limitSettings({ record, client, shared, senderOf, day: null }),
      });
      paces = caps.flatMap(({ scope, perSecond }) => (perSecond === null ? [] : [{ scope, perSecond }]));
      known.set(key, paces);
    }
    return paces;
  };
}
