import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { observeMs } from '../../support/letters/descriptor.ts';
import { broken } from '../oracle/broken.ts';
import { isLetter } from '../oracle/mirror.ts';
import type { MirrorCampaign } from '../oracle/mirror.ts';
import type { MailWatcher } from './mail.ts';

export type LetterTurns = {
  prepared: MailWatcher['prepared'];
  /** Judges a turn by the campaign as it was before it. */
  check: (input: { turn: Turn; instance: string; before: MirrorCampaign }) => void;
};

/** Ends by themselves, after the last step. */
const usualEnds: ReadonlySet<string> = new Set(['completed', 'exhausted']);
/** After these a letter of the last step is observed. */
const observed: ReadonlySet<string | null> = new Set(['sent', 'unconfirmed', 'bounced']);

/** What a turn may do with letters, and with contacts that have ended. */
export function createLetterTurns(): LetterTurns {
  const prepared = new Set<string>();
  const endedAt = new Map<string, number>();
  const amended = new Map<string, string>();

  const checkPermits = ({ minted, sent }: Turn, instance: string): void => {
    for (const { id, state, permitUntil } of minted.filter(isLetter))
      if (state !== 'preparing' || permitUntil !== null)
        broken(`7 permit: ${id} got its permit when it was minted, before it was prepared`);
    for (const { id } of sent)
      if (!prepared.has(`${instance} ${id}`))
        broken(`7 permit: ${id} got its permit from ${instance}, which has not prepared it`);
  };

  const checkEnded = ({ enrollments, record }: Turn, { people }: MirrorCampaign): void => {
    for (const { position, state } of enrollments) {
      const before = people.get(position)?.state;
      if (before && isEnd(before) && !isEnd(state))
        broken(`9 any order: person ${position} of ${record.id} ended as ${before}, and is ${state} again`);
    }
  };

  /** Of the attempts of a contact the one that was minted last, as it is after the turn. */
  const latestOf = ({ attempts }: Turn, before: MirrorCampaign, position: number): Attempt | undefined => {
    const own = [...before.attempts.values()].filter((attempt) => attempt.position === position);
    const last = own.toSorted((left, right) => left.mintedAt - right.mintedAt).at(-1);
    return attempts.find(({ id }) => id === last?.id) ?? last;
  };

  const checkObserved = (turn: Turn, before: MirrorCampaign, { position, state }: Enrollment): void => {
    const { record } = turn;
    const was = before.people.get(position)?.state;
    if (!usualEnds.has(state) || (was && isEnd(was)) || record.rest !== null) return;
    const last = latestOf(turn, before, position);
    if (!last || !isLetter(last) || last.step !== record.definition.steps.length - 1) return;
    const until = (endedAt.get(last.id) ?? NaN) + observeMs;
    if (observed.has(last.disposition) && record.updatedAt < until)
      broken(
        `4 exact position: person ${position} of ${record.id} is ${state} ${until - record.updatedAt} ms before the observation of ${last.id} is over`,
      );
  };

  const checkAmended = ({ events }: Turn): void => {
    for (const { type, attempt, data } of events) {
      if (type !== 'attempt.amended') continue;
      const told = JSON.stringify(data);
      if (amended.get(attempt) === told) broken(`9 any order: ${attempt} was amended twice: ${told}`);
      amended.set(attempt, told);
    }
  };

  return {
    prepared: ({ attempt, instance }) => void prepared.add(`${instance} ${attempt}`),
    check({ turn, instance, before }) {
      for (const attempt of turn.attempts.filter(isLetter)) {
        if (attempt.state === 'ended' && !endedAt.has(attempt.id))
          endedAt.set(attempt.id, attempt.endedAt ?? turn.record.updatedAt);
      }
      checkPermits(turn, instance);
      checkEnded(turn, before);
      for (const row of turn.enrollments) checkObserved(turn, before, row);
      checkAmended(turn);
    },
  };
}
