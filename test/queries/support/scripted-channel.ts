import type { Channel, PlaceOutcome, Touch } from '../../../src/channels/contract.ts';
import { evidenceRanks } from '../../../src/domain/attempt/attempt.ts';
import type { Disposition } from '../../../src/domain/attempt/disposition.ts';
import type { Evidence } from '../../../src/domain/attempt/evidence.ts';
import type { Fault } from '../../../src/domain/fault.ts';
import type { Clock } from '../../../src/platform/clock.ts';

export type ScriptedEnd = {
  afterMs: number;
  disposition: Disposition;
  outcome?: string;
  fault?: Fault;
};
export type Script = (touch: Touch) => ScriptedEnd | Extract<PlaceOutcome, { kind: 'not-placed' | 'barred' }>;

/** A channel (voice, if not named) that takes every touch and ends it as the script says, in business time. */
export function createScriptedChannel({
  name = 'voice',
  business,
  script,
  report,
}: {
  name?: string;
  business: Clock;
  script: Script;
  report: (input: { campaign: string; attempt: string; evidence: readonly Evidence[] }) => void;
}): { channel: Channel; starts: { at: number; address: string }[] } {
  const starts: { at: number; address: string }[] = [];
  const channel: Channel = {
    name,
    async place({ touch, permit }) {
      const plan = script(touch);
      if ('kind' in plan) return plan;
      if (!permit.use()) {
        return { kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail: 'too late' };
      }
      const { attempt, campaign, address } = touch;
      starts.push({ at: business.now(), address });
      const { afterMs, disposition, outcome, fault } = plan;
      business.at(business.now() + afterMs, () =>
        report({
          campaign,
          attempt,
          evidence: [
            ...(outcome === undefined
              ? []
              : [
                  {
                    kind: 'responded' as const,
                    stage: 'in-progress',
                    providerId: attempt,
                    outcome,
                  },
                ]),
            {
              kind: 'ended',
              rank: evidenceRanks.record,
              providerId: attempt,
              disposition,
              cause: null,
              fault: fault ?? null,
              details: { talkSeconds: disposition === 'answered' ? 12 : null },
            },
          ],
        }),
      );
      return { kind: 'accepted', receipt: `request-${attempt}` };
    },
    search: () => Promise.resolve({ evidence: [] }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'scripted' }),
    close: () => Promise.resolve(),
  };
  return { channel, starts };
}
