import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Letter, Report } from '../../support/letters/post-office.ts';
import { broken } from '../oracle/broken.ts';
import { definitionsAt, permitMs } from '../oracle/ledger.ts';
import { checkReachable } from '../oracle/judging.ts';
import type { Judging } from '../oracle/judging.ts';
import type { Known } from '../oracle/mirror.ts';
import type { MailWatcher } from './mail.ts';

/** A letter that the post office has taken, and what it has reported about it. */
export type Posted = Letter & { position: number; reports: Set<Report> };

export type LetterOracle = Omit<MailWatcher, 'prepared'> & { posted: ReadonlyMap<string, Posted> };

/** Judges the letters that really reached the post office, at the instant they did. */
export function createLetterOracle(judging: Judging): LetterOracle {
  const { ledger, mirror, rates, rows, limits, systemNow, stepMs } = judging;
  const posted = new Map<string, Posted>();

  /** A letter is repeated only after proof that the one before was not delivered. */
  const checkOnce = ({ attempt, campaign, step }: Letter, position: number): void => {
    if (posted.has(attempt)) broken(`1 double contact: letter ${attempt} was posted twice`);
    for (const other of posted.values()) {
      const isSame = other.campaign === campaign && other.position === position && other.step === step;
      if (isSame && !other.reports.has('soft-bounce'))
        broken(
          `1 double contact: ${attempt} repeats ${other.attempt}, which has not come back: ${[...other.reports].join(', ')}`,
        );
    }
  };

  const checkLeave = (letter: Letter, { id, campaign, permitUntil, position }: Known): void => {
    if (permitUntil === null || systemNow() > permitUntil)
      broken(`7 permit: letter ${id} was posted without a permit that is in force`);
    const isInForce = ({ to }: { to: number }): boolean => to === Infinity;
    if (ledger.pauses.some((pause) => pause.campaign === campaign && isInForce(pause)))
      broken(`3 pause: letter ${id} was posted although ${campaign} is paused`);
    if (ledger.holds.some(isInForce)) broken(`3 pause: letter ${id} was posted under an emergency stop`);
    const person = mirror.campaign(campaign).people.get(position);
    const endedAt = person?.endedAt ?? -Infinity;
    if (person && isEnd(person.state) && endedAt + permitMs < letter.at + stepMs())
      broken(
        `2 nobody lost: letter ${id} was posted to person ${position}, who had ended as ${person.state}`,
      );
  };

  const checkRecipient = ({ at, attempt, address, campaign }: Letter): void => {
    const row = rows.get(address);
    if (!row) return broken(`${attempt} was written to ${address}, who is on no list`);
    checkReachable(judging, { row, campaign, address, at, was: 'written to' });
  };

  return {
    posted,
    taken(letter) {
      const { attempt: token, campaign, at } = letter;
      const attempt =
        mirror.attempt(token) ?? broken(`8 durable: letter ${token} was posted before it was stored`);
      checkOnce(letter, attempt.position);
      posted.set(token, { ...letter, position: attempt.position, reports: new Set() });
      checkLeave(letter, attempt);
      checkRecipient(letter);
      const inForce = definitionsAt(ledger, campaign, at).map(({ rateLimits }) => rateLimits);
      rates.check('letters', at, limits.account.perSecond);
      rates.check('everything', at, limits.global.perSecond);
      rates.check(campaign, at, Math.max(...inForce.map(({ perSecond }) => perSecond)));
    },
    reported: ({ attempt, what }) => void posted.get(attempt)?.reports.add(what),
  };
}
