import { broken } from './broken.ts';

export type TakeoverOracle = {
  /** An instance has renewed its heartbeat. */
  beat: (instance: string) => void;
  /** An instance has given up what it ran. */
  left: (instance: string) => void;
  /** A campaign that needs an owner was taken from `from`. */
  claimed: (input: { campaign: string; from: string | null; to: string | null }) => void;
};

/** Judges takeovers: an owner that has not left may be replaced only when its heartbeat is older than a lease. */
export function createTakeoverOracle({
  leaseMs,
  now,
  isAlive,
}: {
  leaseMs: number;
  /** True time, whatever the clocks of the processes say. */
  now: () => number;
  /** Whether a process runs or stands still. One that is dead may be replaced at any time. */
  isAlive: (instance: string) => boolean;
}): TakeoverOracle {
  const beats = new Map<string, number>();
  return {
    beat: (instance) => void beats.set(instance, now()),
    left: (instance) => void beats.delete(instance),
    claimed({ campaign, from, to }) {
      if (from === null || to === null || from === to || !isAlive(from)) return;
      const age = now() - (beats.get(from) ?? -Infinity);
      if (age < leaseMs)
        broken(`7 one committer: ${to} took ${campaign} from ${from}, whose heartbeat was ${age} ms old`);
    },
  };
}
