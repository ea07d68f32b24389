import type { Channel } from '../../src/channels/contract.ts';
import { evidenceRanks } from '../../src/domain/attempt/attempt.ts';
import type { Evidence } from '../../src/domain/attempt/evidence.ts';

const endedAs = (disposition: 'answered' | 'busy', talkSeconds: number): readonly Evidence[] => [
  {
    kind: 'ended',
    rank: evidenceRanks.record,
    providerId: null,
    disposition,
    cause: null,
    fault: null,
    details: { talkSeconds },
  },
];
const answered = endedAs('answered', 1);
const busy = endedAs('busy', 0);

export type Touched = { attempt: string; campaign: string; address: string };

/**
 * A channel that sends nothing, in the place of the voice channel: the engine treats it like any other channel, with
 * limits, parties and figures. It uses its permit as a real one must, answers `accepted`, and reports the end at once,
 * or after `holdMs`.
 */
export function createSilentChannel({
  report,
  note = () => undefined,
  knows = () => true,
  holdMs = 0,
  busyEvery = Infinity,
}: {
  report: (input: { attempt: string; campaign: string; evidence: readonly Evidence[] }) => void;
  /** Told of every touch before it is answered: the provider's own record. */
  note?: (touched: Touched) => void;
  /** Whether the provider's record has this attempt. */
  knows?: (attempt: string) => boolean;
  /** How long a touch lasts; `Infinity`: until the process ends. */
  holdMs?: number;
  /** The interval of touches that end as busy instead of answered: 20 is every twentieth. */
  busyEvery?: number;
}): Channel {
  let touches = 0;
  const finish = ({ attempt, campaign }: Touched): void => {
    touches += 1;
    const evidence = touches % busyEvery === 0 ? busy : answered;
    const end = (): void => report({ attempt, campaign, evidence });
    if (holdMs === 0) end();
    else if (Number.isFinite(holdMs)) setTimeout(end, holdMs);
  };
  return {
    name: 'voice',
    place({ touch, permit }) {
      if (!permit.use()) {
        const detail = 'the permit has run out';
        return Promise.resolve({ kind: 'not-placed', reason: 'expired', retryAfterMs: null, detail });
      }
      const { attempt, campaign, address } = touch;
      note({ attempt, campaign, address });
      finish({ attempt, campaign, address });
      return Promise.resolve({ kind: 'accepted', receipt: null });
    },
    search: ({ id }) => Promise.resolve({ evidence: knows(id) ? answered : [] }),
    end: () => Promise.resolve(),
    cancelQueued: () => Promise.resolve(),
    check: () => Promise.resolve({ ok: true, detail: 'it sends nothing' }),
    close: () => Promise.resolve(),
  };
}
