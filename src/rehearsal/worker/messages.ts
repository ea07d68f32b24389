import type { SharedLimits } from '../../actors/index.ts';
import type { Sender } from '../../domain/sender/sender.ts';
import type { CallingRule } from '../../domain/time/calling-rule.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { RingmasterErrorInput } from '../../domain/errors.ts';
import type { Rehearsal } from '../rehearse.ts';
import type { ListPiece } from '../sample/read-list.ts';

/** The input of a rehearsal, without its list. */
export type Order = {
  definition: CampaignDefinition;
  startAt: number;
  shared: SharedLimits;
  calling: readonly CallingRule[] | undefined;
  senders: readonly Sender[] | undefined;
  runs: number;
};

/** A message from the thread: it needs the next piece of the list, it is done, or it failed with a RingmasterError. */
export type FromWorker =
  | { type: 'more' }
  | { type: 'done'; rehearsal: Rehearsal }
  | { type: 'failed'; error: RingmasterErrorInput };

/** A piece of the list, without its rejected rows. */
export type Piece = Pick<ListPiece, 'rows' | 'optOuts' | 'waits'>;

/** A message to the thread: the next piece of the list; null after the last. */
export type ToWorker = { piece: Piece | null };
