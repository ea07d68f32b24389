import type { Channel } from '../channels/contract.ts';
import { evidenceRanks } from '../domain/attempt.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { drawKeys } from './expectations.ts';
import type { Expectation } from './expectations.ts';

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
  expectations,
}: {
  business: Clock;
  random: Random;
  report: ReportEvidence;
  expectations: readonly Expectation[];
}): Channel {
  return {
    name: 'voice',
    place({ touch: { attempt, campaign, step }, permit }) {
      const detail = 'the permit has run out';
      if (!permit.use())
        return Promise.resolve({ kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail });
      const { disposition, lastsMs } = drawn(expectations, random) ?? {
        disposition: 'answered',
        lastsMs: [20_000, 20_000],
      };
      const [least, most] = lastsMs;
      const keys =
        disposition === 'answered' && step.channel === 'voice' ? drawKeys(step.flow, random) : null;
      business.at(business.now() + least + random() * (most - least), () => {
        const rank = evidenceRanks['hang-up'];
        const ended: Evidence = {
          kind: 'ended',
          rank,
          callId: null,
          disposition,
          cause: null,
          talkSeconds: null,
          fault: null,
        };
        const gathered: Evidence[] = keys ? [{ kind: 'gathered', callId: null, ...keys }] : [];
        report({ attempt, campaign, evidence: [...gathered, ended] });
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
