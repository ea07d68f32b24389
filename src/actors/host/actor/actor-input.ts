import type { Logger } from 'pino';
import type { Clocks } from '../../../platform/clock.ts';
import type { Store } from '../../../persistence/contract/store.ts';
import type { SendLog } from '../../../persistence/send-log/contract.ts';
import type { ActorEvent } from '../../events.ts';
import type { Observer } from '../../watching/observer.ts';
import type { Performer } from '../../sending/performer.ts';
import type { WindowsFor } from '../../turn/campaign-memory.ts';
import type { Checks } from '../../turn/checks/checks.ts';
import type { TurnOutcome } from '../../turn/settle-turn.ts';
import type { TurnRunnerInput } from '../../turn/turn-context.ts';
import type { ActorFace } from './actor-face.ts';
import type { Readable } from '../unreadable.ts';

export type CampaignActorInput = {
  campaign: string;
  epoch: number;
  store: Store;
  clocks: Clocks;
  kit: TurnRunnerInput['kit'];
  log: Logger;
  windowsFor: WindowsFor;
  readable: Readable;
  dispatching: TurnRunnerInput['dispatching'];
  sendLog: SendLog;
  observer: Observer;
  createPerformer: (face: ActorFace) => Performer;
  createChecks: (performer: Performer) => Checks;
  /** Lets other work of the process run between turns. */
  breathe: () => Promise<void>;
  /** See `RuntimeInput`. */
  gather?: (() => Promise<void>) | undefined;
  /** Called when another instance owns the campaign. */
  onFenced: (unhandled: readonly ActorEvent[]) => void;
  /** Called with each event that an effect causes after the actor has ended. */
  onLate: (event: ActorEvent) => void;
  /** Called when the permits are void because another instance stopped the campaign. */
  onVoided: (rev: number) => void;
  onBreakers: TurnRunnerInput['onBreakers'];
  /** Called after each turn that was not fenced. */
  onCommitted: (outcome: TurnOutcome) => void;
};
