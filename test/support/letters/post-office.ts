import type { Channel, PlaceOutcome, ReportEvidence } from '../../../src/channels/contract.ts';
import { evidenceRanks } from '../../../src/domain/attempt/attempt.ts';
import type { Evidence } from '../../../src/domain/attempt/evidence.ts';
import type { Clock } from '../../../src/platform/clock.ts';

/** What becomes of a letter that the post office was given. Times are after it was taken. */
export type Fate = {
  /** How long it takes to prepare it. */
  prepareMs?: number;
  /** The post office refuses it, cannot be reached, or takes it without an answer. */
  counter?: 'taken' | 'refused' | 'unreachable' | 'no-answer';
  /** What is reported later, in this order. */
  reports?: readonly { afterMs: number; what: Report }[];
};

/** A delayed letter is still on its way: that is no proof that it was not delivered. */
export type Report = 'delayed' | 'delivered' | 'opened' | 'soft-bounce' | 'hard-bounce' | 'reply' | 'opt-out';

/** A letter that was given to the post office. */
export type Letter = { attempt: string; campaign: string; address: string; step: string; at: number };

const stage = (name: string) => ({ stage: name, providerId: null });

const bounce = (permanent: boolean): Evidence => ({
  kind: 'ended',
  rank: evidenceRanks.record,
  providerId: null,
  disposition: permanent ? 'bounced' : 'soft-bounced',
  cause: { code: permanent ? '5.1.1' : '4.2.2', name: 'returned', source: 'post office' },
  fault: null,
  details: { permanent },
});

const sent: Evidence = {
  kind: 'ended',
  rank: evidenceRanks['hang-up'],
  providerId: null,
  disposition: 'sent',
  cause: null,
  fault: null,
  details: {},
};

/** What the channel makes of a report. */
export const letterEvidence: Readonly<Record<Report, readonly Evidence[]>> = {
  delayed: [{ kind: 'progressed', ...stage('delayed') }],
  delivered: [{ kind: 'reached', ...stage('delivered') }],
  opened: [{ kind: 'reached', ...stage('opened') }],
  'soft-bounce': [bounce(false)],
  'hard-bounce': [bounce(true)],
  reply: [{ kind: 'responded', outcome: null, ...stage('replied') }],
  'opt-out': [{ kind: 'responded', outcome: 'opt-out', ...stage('replied') }],
};

const notPlaced = (reason: 'expired' | 'unreachable', detail: string): PlaceOutcome => ({
  kind: 'not-placed',
  reason,
  retryAfterMs: null,
  detail,
});

/** Takes letters on the clock of the business. What it has taken outlives every process that sends. */
export function createPostOffice({
  clock,
  fateOf,
  deliver,
  onTaken = () => undefined,
}: {
  clock: Clock;
  fateOf: (letter: Letter) => Fate;
  /** Takes a report to a process that runs. */
  deliver: (report: Letter & { what: Report; evidence: readonly Evidence[] }) => void;
  onTaken?: (letter: Letter) => void;
}): { letters: readonly Letter[]; channel: (report: ReportEvidence) => Channel } {
  const letters: Letter[] = [];

  const take = (letter: Letter, { reports = [] }: Fate): void => {
    letters.push(letter);
    onTaken(letter);
    for (const { afterMs, what } of reports)
      clock.at(letter.at + afterMs, () => deliver({ ...letter, what, evidence: letterEvidence[what] }));
  };

  const channel = (report: ReportEvidence): Channel => ({
    name: 'letters',
    async prepare({ touch: { attempt, campaign, address, step } }) {
      const { prepareMs = 0 } = fateOf({ attempt, campaign, address, step: step.id, at: clock.now() });
      if (prepareMs > 0)
        await new Promise<void>((resolve) => void clock.at(clock.now() + prepareMs, resolve));
      return { kind: 'prepared' };
    },
    place({ touch: { attempt, campaign, address, step }, permit }) {
      const letter: Letter = { attempt, campaign, address, step: step.id, at: clock.now() };
      const fate = fateOf(letter);
      const { counter = 'taken' } = fate;
      if (counter === 'unreachable')
        return Promise.resolve(notPlaced('unreachable', 'the post office is closed'));
      if (!permit.use()) return Promise.resolve(notPlaced('expired', 'the permit has run out'));
      if (counter === 'refused')
        return Promise.resolve({ kind: 'refused', disposition: 'bounced', detail: 'no such address' });
      take(letter, fate);
      if (counter === 'no-answer') return Promise.resolve({ kind: 'ambiguous', detail: 'no answer' });
      report({ attempt, campaign, evidence: [sent] });
      return Promise.resolve({ kind: 'accepted', receipt: `receipt-${attempt}` });
    },
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'the post office is open' }),
    close: () => Promise.resolve(),
  });

  return { letters, channel };
}
