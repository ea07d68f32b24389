import type { Channel } from '../channels/contract.ts';
import { evidenceRanks } from '../domain/attempt.ts';
import type { Disposition } from '../domain/disposition.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';

/** How people are expected to answer: shares of all calls, and how long each kind lasts, in milliseconds. */
export type Expectation = { disposition: Disposition; share: number; lastsMs: readonly [number, number] };

/** What outbound calls to households usually come to; the simulator's people behave alike. */
export const usualExpectations: readonly Expectation[] = [
  { disposition: 'answered', share: 0.55, lastsMs: [20_000, 75_000] },
  { disposition: 'no-answer', share: 0.26, lastsMs: [30_000, 45_000] },
  { disposition: 'busy', share: 0.1, lastsMs: [2_000, 6_000] },
  { disposition: 'machine', share: 0.06, lastsMs: [10_000, 25_000] },
  { disposition: 'failed', share: 0.02, lastsMs: [500, 3_000] },
  { disposition: 'invalid', share: 0.01, lastsMs: [500, 2_000] },
];

export type ReportEvidence = (input: {
  attempt: string;
  campaign: string;
  evidence: readonly Evidence[];
}) => void;

function drawn(expectations: readonly Expectation[], random: Random): Expectation | undefined {
  const total = expectations.reduce((sum, { share }) => sum + share, 0);
  let left = random() * total;
  return expectations.find(({ share }) => (left -= share) < 0) ?? expectations.at(-1);
}

/** A voice channel that contacts nobody: each touch lasts and ends as drawn, on the business clock. */
export function createRehearsalChannel({
  business,
  random,
  report,
  expectations = usualExpectations,
}: {
  business: Clock;
  random: Random;
  report: ReportEvidence;
  expectations?: readonly Expectation[];
}): Channel {
  return {
    name: 'voice',
    place({ touch: { attempt, campaign }, permit }) {
      const detail = 'the permit has run out';
      if (!permit.use())
        return Promise.resolve({ kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail });
      const { disposition, lastsMs } = drawn(expectations, random) ?? {
        disposition: 'answered',
        lastsMs: [20_000, 20_000],
      };
      const [least, most] = lastsMs;
      business.at(business.now() + least + random() * (most - least), () => {
        const rank = evidenceRanks['hang-up'];
        const evidence: Evidence = {
          kind: 'ended',
          rank,
          callId: null,
          disposition,
          cause: null,
          talkSeconds: null,
          fault: null,
        };
        report({ attempt, campaign, evidence: [evidence] });
      });
      return Promise.resolve({ kind: 'accepted', requestId: null });
    },
    search: () => Promise.resolve({ evidence: [{ kind: 'live', callId: null }] }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'a rehearsal needs nobody' }),
    close: () => Promise.resolve(),
  };
}
