import type { Touch } from '../../channels/contract.ts';
import type { Attempt } from '../../domain/attempt/attempt.ts';
import type { StorableEvent } from '../events.ts';
import type { Kit } from '../kit.ts';
import type { TurnRunnerInput } from '../turn/turn-context.ts';
import type { Lease } from '../sending/permits.ts';
import type { InstanceKnowledge } from './instance-knowledge.ts';
import type { RuntimeInput } from './runtime-input.ts';

/** What the actors of one instance share. */
export type RegistryParts = RuntimeInput & {
  kit: Kit;
  lease: Lease;
  knowledge: InstanceKnowledge;
  readTouch: (attempt: Attempt) => Promise<Touch>;
  onBreakers: TurnRunnerInput['onBreakers'];
  /** Stores an event for the owner of the campaign. */
  keep: (campaign: string, event: StorableEvent) => Promise<void>;
};
