import { loggedEvent } from '../../../domain/events/campaign-event.ts';
import type { CampaignEvent, NewEvent } from '../../../domain/events/campaign-event.ts';
import type { Suppression } from '../../../domain/do-not-contact/suppression.ts';
import type { FulfilledRequest } from '../../../domain/request-key.ts';
import type { Calendar } from '../../../domain/time/window-rules.ts';
import type { ImportChunk, Turn } from '../../../persistence/contract/store.ts';
import type { Figures } from '../figures/figures.ts';

/** The additions of one turn to the campaign, apart from rows of contacts and attempts. */
export type TurnAdditions = {
  putChunk: (chunk: ImportChunk) => void;
  addCalendar: (calendar: { number: number; calendar: Calendar }) => void;
  suppress: (suppression: Suppression) => void;
  consume: (inboxId: string) => void;
  /** Records that the commit of this turn does the work of a request. */
  fulfil: (request: FulfilledRequest) => void;
  /** Appends an event to the campaign's log, in the commit of this turn. */
  log: (event: NewEvent) => void;
};

type Added = {
  calendars: { number: number; calendar: Calendar }[];
  suppressions: Suppression[];
  consumed: string[];
  requests: FulfilledRequest[];
  events: CampaignEvent[];
  chunk: ImportChunk | null;
};

/** `seq` is the number of the last event before this turn. */
export function createTurnAdditions({
  figures,
  seq,
  at,
}: {
  figures: Pick<Figures, 'newcomers'>;
  seq: number;
  at: number;
}): {
  verbs: TurnAdditions;
  added: Readonly<Pick<Turn, keyof Added>>;
  /**
   * Whether the turn has nothing to store. Added calendars alone change nothing, and suppressions come with an event.
   */
  isEmpty: () => boolean;
} {
  const added: Added = {
    calendars: [],
    suppressions: [],
    consumed: [],
    requests: [],
    events: [],
    chunk: null,
  };
  const { events, consumed, requests } = added;
  return {
    added,
    isEmpty: () => events.length + consumed.length + requests.length === 0 && added.chunk === null,
    verbs: {
      putChunk(chunk) {
        added.chunk = chunk;
        figures.newcomers(chunk.newcomers);
      },
      addCalendar: (calendar) => void added.calendars.push(calendar),
      suppress: (suppression) => void added.suppressions.push(suppression),
      consume: (id) => void consumed.push(id),
      fulfil: (request) => void requests.push(request),
      log: (event) => void events.push(loggedEvent({ seq: seq + events.length + 1, at, event })),
    },
  };
}
