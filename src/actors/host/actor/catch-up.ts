import type { Store } from '../../../persistence/contract/store.ts';
import { sleep } from '../../../platform/clock.ts';
import type { SystemClock } from '../../../platform/clock.ts';

/** How far a campaign has advanced; both numbers only grow. */
export type Progress = { rev: number; seq: number };

/** The commits of other instances that an actor knows of and its memory does not contain yet. */
export type CatchUp = {
  /** Records that another instance has committed up to this revision. */
  note: (progress: Progress) => void;
  /**
   * Whether a later revision than this one is known. For permits: a commit without a new revision does not concern
   * them.
   */
  isBehind: (known: Progress | null) => boolean;
  /** Resolves once the store shows what is known. The result is whether memory must be read again. */
  wait: (known: Progress | null) => Promise<boolean>;
};

const retryMs = 25;

export function isAt(known: Progress | null | undefined, { rev, seq }: Progress): boolean {
  return known !== null && known !== undefined && known.rev >= rev && known.seq >= seq;
}

/**
 * Waits until the store shows a commit that the bus announced: commits of other instances may be seen late. It stops
 * waiting after `maxMs`, because a message proves nothing. Stored news repeats every true announcement.
 */
export function createCatchUp({
  store,
  campaign,
  system,
  maxMs,
}: {
  store: Pick<Store, 'readCampaign'>;
  campaign: string;
  system: SystemClock;
  maxMs: number;
}): CatchUp {
  let wanted: Progress = { rev: 0, seq: 0 };
  let until = 0;
  const isOver = (): boolean => system.monotonic() >= until;

  return {
    note({ rev, seq }) {
      wanted = { rev: Math.max(wanted.rev, rev), seq: Math.max(wanted.seq, seq) };
      until = system.monotonic() + maxMs;
    },
    isBehind: (known) => known !== null && known.rev < wanted.rev && !isOver(),
    async wait(known) {
      if (isAt(known, wanted) || isOver()) return false;
      while (!isOver() && !isAt(await store.readCampaign(campaign), wanted))
        await sleep({ clock: system, ms: retryMs });
      return true;
    },
  };
}
