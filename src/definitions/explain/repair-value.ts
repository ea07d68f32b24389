import type { z } from 'zod';
import type { IssuePath } from './issue-path.ts';
import { valueAt } from './issue-path.ts';

type Issue = z.core.$ZodIssue;
type Container = Record<string | number, unknown>;

const fillerStep = (index: number): unknown => ({ id: `step-${index + 1}`, channel: 'log', text: 'x' });

/** Returns a valid replacement for a part that cannot be removed; undefined for a part that can. */
function fillerAt(path: IssuePath): unknown {
  const [first, second, third, fourth] = path;
  if (path.length === 1 && first === 'name') return 'x';
  if (path.length === 1 && first === 'steps') return [fillerStep(0)];
  if (first !== 'steps' || typeof second !== 'number') return undefined;
  if (path.length === 2) return fillerStep(second);
  if (path.length === 3 && third === 'flow') return [{ speak: 'x' }];
  return path.length === 4 && third === 'flow' && typeof fourth === 'number' ? { speak: 'x' } : undefined;
}

/**
 * Creates the repair of a definition: it removes invalid parts, round by round, so that the rest can be checked too.
 * The repaired value is used only for further checks.
 */
export function createRepair({ value }: { value: unknown }): {
  value: () => unknown;
  /** Returns false if one of the issues could not be repaired. */
  repair: (issues: readonly Issue[]) => boolean;
  /** Whether a part was removed or replaced at a path, above it or below it. Issues found there are not reliable. */
  isRepaired: (path: IssuePath) => boolean;
} {
  const root: Container = { root: structuredClone(value) };
  const repaired: IssuePath[] = [];

  /** Removes or replaces the value at a path. Returns false if neither is possible. */
  const takeOut = (path: IssuePath): boolean => {
    const parent = path.length === 0 ? undefined : valueAt(root, ['root', ...path.slice(0, -1)]);
    const last = path.at(-1);
    if (typeof parent !== 'object' || parent === null || last === undefined) return false;
    const filler = fillerAt(path);
    const isThere = Object.hasOwn(parent, last);
    if (filler === undefined && (Array.isArray(parent) || !isThere)) return takeOut(path.slice(0, -1));
    if (
      filler !== undefined &&
      repaired.some((known) => known.length === path.length && isWithin(known, path))
    )
      return takeOut(path.slice(0, -1));
    if (filler === undefined) delete (parent as Container)[last];
    else (parent as Container)[last] = filler;
    repaired.push(path);
    return true;
  };

  /** Removes an unknown key. It is not marked as repaired, because the values around it do not depend on it. */
  const remove = (path: IssuePath): boolean => {
    const parent = valueAt(root, ['root', ...path.slice(0, -1)]) as Container | undefined;
    const last = path.at(-1);
    return parent !== undefined && last !== undefined && delete parent[last];
  };

  return {
    value: () => root['root'],
    repair: (issues) =>
      issues.every((issue) => {
        const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
        if (issue.code === 'unrecognized_keys') return issue.keys.every((key) => remove([...path, key]));
        return takeOut(path);
      }),
    isRepaired: (path) => repaired.some((known) => isWithin(path, known) || isWithin(known, path)),
  };
}

function isWithin(path: IssuePath, outer: IssuePath): boolean {
  return outer.every((part, index) => part === path[index]);
}
