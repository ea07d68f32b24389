import { broken } from './broken.ts';

export type Rates = {
  /** Counts a start, and checks it against a limit; `0.5` a second is one in any two seconds. */
  check: (what: string, at: number, perSecond: number | null) => void;
  /** Rates are kept by the wall clock: after a step forward the next start may come early. */
  stepped: (ms: number) => void;
};

/** The starts of calls and letters, as the carrier and the post office saw them. */
export function createRates(): Rates {
  const starts = new Map<string, number[]>();
  return {
    check(what, at, perSecond) {
      const own = starts.get(what) ?? [];
      own.push(at);
      starts.set(what, own);
      if (perSecond === null) return;
      const count = Math.ceil(perSecond);
      const limiting = own[own.length - 1 - count];
      if (limiting !== undefined && at - limiting < (count / perSecond) * 1000)
        broken(
          `5 limits: ${what} started ${count + 1} within ${at - limiting} ms, limit ${perSecond} a second`,
        );
    },
    stepped(ms) {
      if (ms > 0) starts.clear();
    },
  };
}
