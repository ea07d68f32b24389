import type { Logger } from 'pino';
import { evidenceRanks } from '../../domain/attempt/attempt.ts';
import type { Evidence } from '../../domain/attempt/evidence.ts';
import type { ReportEvidence, SearchingChannel } from '../contract.ts';

/** Every touch ends as answered as soon as it is sent. */
const reached: readonly Evidence[] = [
  {
    kind: 'ended',
    rank: evidenceRanks.record,
    providerId: null,
    disposition: 'answered',
    cause: null,
    fault: null,
    details: {},
  },
];

/**
 * A channel that contacts no one: it writes one line with ids to the log. With `report` the result comes at once;
 * without it the host finds it by searching.
 */
export function createLogChannel({
  log,
  report,
}: {
  log: Logger;
  report?: ReportEvidence;
}): SearchingChannel {
  return {
    name: 'log',
    async place({ touch, permit }) {
      if (!permit.use()) {
        return {
          kind: 'not-placed',
          reason: 'expired',
          retryAfterMs: null,
          detail: 'the permit has run out',
        };
      }
      const { attempt, campaign, step } = touch;
      log.info({ attempt, campaign, step: step.id }, 'touched by log');
      report?.({ attempt, campaign, evidence: reached });
      return { kind: 'accepted', receipt: null };
    },
    search: () => Promise.resolve({ evidence: reached }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'the log channel needs no provider' }),
    close: () => Promise.resolve(),
  };
}
