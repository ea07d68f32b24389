import type { RowOptOut } from '../../domain/contact/opt-out.ts';
import type { SharedLimits } from '../../actors/index.ts';
import type { CampaignDefinition } from '../../domain/campaign/campaign-definition.ts';
import type { EnrollableRow } from '../../domain/contact/contact.ts';
import type { ErrorDetails, ErrorFamily } from '../../domain/errors.ts';
import type { Rehearsal } from '../rehearse.ts';

/** What a rehearsal is made of, apart from its list. */
export type Order = { definition: CampaignDefinition; startAt: number; shared: SharedLimits; runs: number };

/** From the thread: it wants more of the list, it is done, or it was refused something. */
export type FromWorker =
  | { type: 'more' }
  | { type: 'done'; rehearsal: Rehearsal }
  | {
      type: 'failed';
      error: {
        code: string;
        family: ErrorFamily;
        message: string;
        hint: string | undefined;
        details: ErrorDetails;
      };
    };

/** A piece of the list: rows in order, and those of them that opt out. */
export type Piece = { rows: readonly EnrollableRow[]; optOuts: readonly RowOptOut[] };

/** To the thread: the next piece of the list; null after the last. */
export type ToWorker = { piece: Piece | null };
