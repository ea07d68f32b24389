import { isVoiceStep } from '../channels/voice/step.ts';
import type { Channel, PlaceOutcome, ReportEvidence } from '../channels/contract.ts';
import { evidenceRanks } from '../domain/attempt/attempt.ts';
import type { Evidence } from '../domain/attempt/evidence.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
import { drawKeys } from './expectations.ts';
import type { Expectation } from './expectations.ts';

/**
 * Creates a voice channel that contacts no one. The duration and the end of each touch are drawn, on the business
 * clock. A touch is accepted when it ends, so that the engine decides on both in one turn.
 */
export function createRehearsalChannel({
  business,
  random,
  report,
  answering,
  stretch,
}: {
  business: Clock;
  random: Random;
  report: ReportEvidence;
  /** Returns the result of a call to an address. */
  answering: (address: string) => Expectation | undefined;
  /** The factor of each duration. */
  stretch: number;
}): Channel {
  return {
    name: 'voice',
    place({ touch: { attempt, campaign, address, step }, permit }) {
      const detail = 'the permit has expired';
      if (!permit.use())
        return Promise.resolve({ kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail });
      const { disposition, lastsMs } = answering(address) ?? {
        disposition: 'answered',
        lastsMs: [20_000, 20_000],
      };
      const [minimum, maximum] = lastsMs;
      const keys = disposition === 'answered' && isVoiceStep(step) ? drawKeys(step.flow, random) : null;
      const { promise, resolve } = Promise.withResolvers<PlaceOutcome>();
      const duration = (minimum + random() * (maximum - minimum)) * stretch;
      business.at(business.now() + duration, () => {
        resolve({ kind: 'accepted', receipt: null });
        const rank = evidenceRanks['hang-up'];
        const ended: Evidence = {
          kind: 'ended',
          rank,
          providerId: null,
          disposition,
          cause: null,
          fault: null,
          details: {},
        };
        const gathered: Evidence[] = keys
          ? [{ kind: 'responded', outcome: keys.outcome, stage: 'in-progress', providerId: null }]
          : [];
        report({ attempt, campaign, evidence: [...gathered, ended] });
      });
      return promise;
    },
    search: () => Promise.resolve({ evidence: [{ kind: 'progressed', stage: 'dialing', providerId: null }] }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'a rehearsal needs no provider' }),
    close: () => Promise.resolve(),
  };
}
