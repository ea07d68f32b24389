import { isOpen } from '../../../src/domain/attempt/attempt.ts';
import type { Attempt } from '../../../src/domain/attempt/attempt.ts';
import type { Turn } from '../../../src/persistence/contract/store.ts';
import { readSnapshot, stateOf } from '../../../src/actors/index.ts';
import { broken } from './broken.ts';
import { isNote, openOf } from './mirror.ts';
import type { MirrorCampaign } from './mirror.ts';

type Outcome = { at: number; fault: boolean };

/** Of the carrier (DESIGN.md section 4); nobody answers for these. */
const faultCodes: ReadonlySet<string> = new Set(['3080', '3090', '7011', '7012']);
const spanMs = 120_000;
/** The engine counts in slices of time: what is this close to the edge of the span may count or not. */
const blurMs = 6_000;

export type BreakerWatch = {
  /** The owner started anew; it remembers no outcomes. */
  forget: (campaign: string) => void;
  check: (turn: Turn, before: MirrorCampaign) => void;
};

const contextOf = (record: Turn['record']) => readSnapshot(record).context;

/** Expects the breaker to open by the rule, and nothing but single probes to start while it is open. */
export function createBreakerWatch(): BreakerWatch {
  const outcomes = new Map<string, Outcome[]>();
  /** Attempts of the present owners: what a dead one left behind is no answer of the provider. */
  const ownMints = new Set<string>();

  const isTripped = (list: readonly Outcome[], at: number): boolean => {
    const surely = list.filter((outcome) => outcome.at > at - spanMs + blurMs);
    const maybe = list.filter((outcome) => outcome.at > at - spanMs - blurMs);
    const faults = surely.filter(({ fault }) => fault).length;
    return surely.length >= 10 && faults >= maybe.length / 2;
  };

  const checkMints = ({ record, minted, attempts }: Turn, before: MirrorCampaign): void => {
    if (minted.length === 0 || !before.record) return;
    const { breaker } = contextOf(before.record);
    const { breaker: after } = contextOf(record);
    if (!breaker.open || !after.open) return;
    // A probe of unknown fate has had its result: there was no answer.
    const isAwaited = ({ state }: Attempt): boolean => isOpen(state) && state !== 'unknown';
    const resolved = new Set(attempts.flatMap((attempt) => (isAwaited(attempt) ? [] : [attempt.id])));
    if (
      minted.length > 1 ||
      openOf(before)
        .filter(isAwaited)
        .some(({ id }) => !resolved.has(id))
    )
      broken('breaker: more than one probe at once while the provider is down');
    const aheadMs = (breaker.probeAt ?? 0) - record.updatedAt;
    // Further ahead than any delay is a clock that was set back.
    if (aheadMs > 0 && aheadMs <= 30_000 * 2 ** breaker.failedProbes)
      broken('breaker: something started before the probe is due');
  };

  return {
    forget(campaign) {
      outcomes.delete(campaign);
      ownMints.clear();
    },
    check(turn, before) {
      const { record, attempts, minted } = turn;
      const wasOpen = before.record !== null && contextOf(before.record).breaker.open;
      const list = outcomes.get(record.id) ?? [];
      const ended = attempts.filter(
        (attempt) => attempt.state === 'ended' && !isNote(attempt) && isNewEnd(before, attempt.id),
      );
      const unanswered = attempts.filter(
        ({ id, state }) => state === 'unknown' && isSent(before, id) && ownMints.has(id),
      );
      for (const { id } of minted) ownMints.add(id);
      for (const attempt of ended) list.push({ at: record.updatedAt, fault: isFault(attempt) });
      for (let count = 0; count < unanswered.length; count += 1)
        list.push({ at: record.updatedAt, fault: true });
      outcomes.set(record.id, list);
      const isOpen = contextOf(record).breaker.open;
      if (wasOpen || isOpen || stateOf(readSnapshot(record)).state !== 'running') {
        if (wasOpen !== isOpen || isOpen) outcomes.delete(record.id);
      } else if (ended.length + unanswered.length > 0 && isTripped(list, record.updatedAt)) {
        broken(`breaker: it stays closed in ${record.id} although the provider fails`);
      }
      checkMints(turn, before);
    },
  };
}

const isFault = ({ disposition, cause }: Attempt): boolean =>
  disposition === 'failed' && faultCodes.has(cause?.code ?? '');

const isSent = ({ attempts }: MirrorCampaign, id: string): boolean => attempts.get(id)?.state === 'sending';

const isNewEnd = ({ attempts }: MirrorCampaign, id: string): boolean => attempts.get(id)?.state !== 'ended';
