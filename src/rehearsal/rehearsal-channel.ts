import { playFlow } from '../channels/voice/flow/play-flow.ts';
import { detectionOf, isVoiceStep } from '../channels/voice/step.ts';
import type { Channel, PlaceOutcome, ReportEvidence } from '../channels/contract.ts';
import { evidenceRanks } from '../domain/attempt/attempt.ts';
import type { Evidence } from '../domain/attempt/evidence.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from '../platform/random.ts';
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
      const { disposition: drawn, lastsMs } = answering(address) ?? {
        disposition: 'answered',
        lastsMs: [20_000, 20_000],
      };
      const [minimum, maximum] = lastsMs;
      const plays = drawn === 'answered' && isVoiceStep(step);
      const gathered = plays ? playFlow({ step, random, at: business.now() }) : [];
      const disposition = drawn === 'machine' && leavesMessage(step) ? 'voicemail' : drawn;
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

const leavesMessage = (step: Step): boolean =>
  isVoiceStep(step) && detectionOf(step)?.machine === 'voicemail';

/** Creates an email channel that contacts no one: each message is accepted after a second. */
export function createRehearsalMail({
  business,
  report,
}: {
  business: Clock;
  report: ReportEvidence;
}): Channel {
  const {
    place: _,
    search: __,
    ...none
  } = createRehearsalChannel({
    business,
    random: () => 0,
    report,
    answering: () => undefined,
    stretch: 1,
  });
  return {
    ...none,
    name: 'email',
    place({ touch: { attempt, campaign }, permit }) {
      const detail = 'the permit has expired';
      if (!permit.use())
        return Promise.resolve({ kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail });
      const { promise, resolve } = Promise.withResolvers<PlaceOutcome>();
      business.at(business.now() + 1_000, () => {
        resolve({ kind: 'accepted', receipt: null });
        report({ attempt, campaign, evidence: [sent] });
      });
      return promise;
    },
  };
}

const sent: Evidence = {
  kind: 'ended',
  rank: evidenceRanks['hang-up'],
  providerId: null,
  disposition: 'sent',
  cause: null,
  fault: null,
  details: {},
};
