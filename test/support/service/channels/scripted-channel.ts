import type { Channel, PlaceOutcome, ReportEvidence, Touch } from '../../../../src/channels/contract.ts';
import { evidenceRanks } from '../../../../src/domain/attempt/attempt.ts';
import type { Disposition } from '../../../../src/domain/attempt/disposition.ts';
import type { Evidence } from '../../../../src/domain/attempt/evidence.ts';
import type { Fault } from '../../../../src/domain/fault.ts';
import type { Clock } from '../../../../src/platform/clock.ts';

/** How a touch ends, in milliseconds of business time after it was placed. */
export type ScriptedEnd = {
  afterMs: number;
  disposition: Disposition;
  outcome?: string;
  fault?: Fault;
  /** The contact hangs up after this time; by default the call ends by itself after 12 seconds. */
  talkSeconds?: number;
  /** Whether the contact was reported to be reached before. */
  reached?: boolean;
  /** The carrier's own code for the end. */
  code?: string;
};
/** Decides what becomes of a touch when it is placed. */
export type Script = (touch: Touch) => ScriptedEnd | Extract<PlaceOutcome, { kind: 'not-placed' | 'barred' }>;

/** A touch that was placed. */
export type Touched = { at: number; address: string; sender: string | null };

/** Creates a channel that takes every touch, notes it in `touched`, and ends it as the script says. */
export function createScriptedChannel({
  name,
  business,
  script,
  report,
  touched,
}: {
  name: string;
  business: Clock;
  script: Script;
  report: ReportEvidence;
  touched: Touched[];
}): Channel {
  return {
    name,
    async place({ touch, permit }) {
      const plan = script(touch);
      if ('kind' in plan) return plan;
      if (!permit.use()) {
        return { kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail: 'too late' };
      }
      const { attempt, campaign, address, sender } = touch;
      touched.push({ at: business.now(), address, sender });
      business.at(business.now() + plan.afterMs, () =>
        report({ campaign, attempt, evidence: evidenceOf({ attempt, end: plan }) }),
      );
      return { kind: 'accepted', receipt: `request-${attempt}` };
    },
    search: () => Promise.resolve({ evidence: [] }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'scripted' }),
    close: () => Promise.resolve(),
  };
}

function evidenceOf({
  attempt,
  end: { disposition, outcome, fault, talkSeconds, reached, code = '4000' },
}: {
  attempt: string;
  end: ScriptedEnd;
}): Evidence[] {
  const ended: Evidence = {
    kind: 'ended',
    rank: evidenceRanks.record,
    providerId: attempt,
    disposition,
    cause:
      talkSeconds === undefined && code === '4000' ? null : { code, name: 'Normal Hangup', source: 'Callee' },
    fault: fault ?? null,
    details: { talkSeconds: disposition === 'answered' ? (talkSeconds ?? 12) : null },
  };
  if (reached) return [{ kind: 'reached', stage: 'in-progress', providerId: attempt }, ended];
  if (outcome === undefined) return [ended];
  return [{ kind: 'responded', stage: 'in-progress', providerId: attempt, outcome }, ended];
}
