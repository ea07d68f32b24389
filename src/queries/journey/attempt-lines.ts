import { isUnsent } from '../../domain/attempt/attempt.ts';
import type { AttemptState } from '../../domain/attempt/attempt.ts';
import type { attemptEvents } from '../../domain/events/attempt-events.ts';
import type { CampaignEvent, EventOf } from '../../domain/events/campaign-event.ts';
import type { EventIn } from './journey-step.ts';

/** A transition of an attempt. */
export type AttemptMove = { event: string | null; to: AttemptState };

type Name = keyof typeof attemptEvents;
type Line<N extends Name> = (event: EventOf<N>, from: AttemptState | null) => readonly AttemptMove[];

/** The permit to send a prepared attempt has no line of its own: what follows shows that it was issued. */
const sent = (from: AttemptState | null): readonly AttemptMove[] =>
  from !== null && isUnsent(from) ? [{ event: 'SEND', to: 'sending' }] : [];

const placed =
  (event: string) =>
  (_: unknown, from: AttemptState | null): readonly AttemptMove[] => [...sent(from), { event, to: 'placed' }];

const none = (): readonly AttemptMove[] => [];

const lines: { readonly [N in Name]: Line<N> } = {
  'attempt.minted': ({ data }) => [{ event: null, to: data.startAt === undefined ? 'preparing' : 'sending' }],
  'attempt.dialing': placed('ACCEPTED'),
  'attempt.ringing': placed('PROGRESSED'),
  'attempt.answered': placed('REACHED'),
  'attempt.unknown': (_, from) =>
    from === 'sending' || (from !== null && isUnsent(from))
      ? [...sent(from), { event: 'AMBIGUOUS', to: 'unknown' }]
      : [],
  'attempt.unprepared': none,
  'attempt.hang-up-ordered': (_, from) => (from === null ? [] : [{ event: 'END_WANTED', to: from }]),
  'attempt.transfer-ordered': none,
  'attempt.transferred': none,
  'attempt.not-transferred': none,
  'attempt.not-ended': none,
  'attempt.ended': ({ data }) => [
    { event: data.disposition === 'unconfirmed' ? 'SEARCH_ENDED' : 'ENDED', to: 'ended' },
  ],
  'attempt.not-placed': () => [{ event: 'NOT_PLACED', to: 'not-placed' }],
  'attempt.amended': () => [{ event: 'ENDED', to: 'ended' }],
  'attempt.recording-removed': none,
  'attempt.corrected': () => [{ event: 'CORRECTED', to: 'ended' }],
  'attempt.surplus': none,
};

/** What a line about an attempt tells of it. `from`: its state before; null if there was no line before. */
export function attemptMoves(
  event: EventIn<typeof attemptEvents>,
  from: AttemptState | null,
): readonly AttemptMove[] {
  const line = lines[event.type] as (
    event: CampaignEvent,
    from: AttemptState | null,
  ) => readonly AttemptMove[];
  return line(event, from);
}
