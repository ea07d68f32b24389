import type { HandedStarts } from '../../persistence/contract/attempts/limits.ts';
import type { Pace } from './pacing/pace.ts';
import type { Pacer } from './pacing/pacer.ts';

/** What the owner of a campaign leaves to the next one: reserved starts that it did not use, and its last starts. */
export type UnusedStarts = {
  /** Records that a touch waits for its start. `scopes` is asked only if its permit is voided. */
  plan: (planned: {
    attempt: string;
    scopes: () => readonly string[];
    paces: readonly Pace[];
    at: number;
  }) => void;
  /** Records that touches will not be sent, because their permits were voided. */
  noteVoid: (attempts: readonly string[]) => void;
  forget: (attempt: string) => void;
  read: () => HandedStarts;
};

/** A start that was made longer ago than this delays no other one, and no one hurries to make the next one. */
const recentMs = 60_000;

export function createUnusedStarts({
  pacer,
  now,
}: {
  pacer: Pick<Pacer, 'freeAt'>;
  /** The business time. */
  now: () => number;
}): UnusedStarts {
  const planned = new Map<string, { scopes: () => readonly string[]; at: number }>();
  const paces = new Map<string, Pace>();
  let unused: { scopes: readonly string[]; at: number }[] = [];
  return {
    plan({ attempt, scopes, at, paces: limiting }) {
      for (const pace of limiting) paces.set(pace.scope, pace);
      if (limiting.length > 0) planned.set(attempt, { scopes, at });
    },
    noteVoid(attempts) {
      unused = unused.filter(({ at }) => at >= now());
      for (const attempt of attempts) {
        const found = planned.get(attempt);
        if (found) unused.push({ scopes: found.scopes(), at: found.at });
      }
    },
    forget: (attempt) => void planned.delete(attempt),
    read() {
      const starts = new Map<string, { scopes: readonly string[]; at: number[] }>();
      for (const { scopes, at } of unused) {
        const key = scopes.join(' ');
        const list = starts.get(key) ?? { scopes, at: [] };
        starts.set(key, { scopes, at: [...list.at, at] });
      }
      const free = [...paces.values()]
        .map((pace) => ({ scope: pace.scope, at: pacer.freeAt(pace) }))
        .filter(({ at }) => at > now() - recentMs);
      return { starts: [...starts.values()], free };
    },
  };
}
