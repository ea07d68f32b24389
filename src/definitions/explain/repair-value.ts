import type { z } from 'zod';
import type { IssuePath } from './issue-path.ts';
import { valueAt } from './issue-path.ts';

type Issue = z.core.$ZodIssue;
type Container = Record<string | number, unknown>;

const fillerStep = (index: number): unknown => ({ id: `step-${index + 1}`, channel: 'log', text: 'x' });

/** What may stand in the place of something that cannot be left out; undefined where it can be. */
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
 * Takes the faulty parts out of a definition, round by round, so that the rest of it can be checked as well. Nothing of
 * what it makes is used for anything but more checks.
 */
export function createRepair({ value }: { value: unknown }): {
  value: () => unknown;
  /** False if nothing could be done about one of the issues. */
  repair: (issues: readonly Issue[]) => boolean;
  /** Whether something was taken out at a place, above it or below it: what is found there says nothing. */
  isRepaired: (path: IssuePath) => boolean;
} {
  const root: Container = { root: structuredClone(value) };
  const repaired: IssuePath[] = [];

  /** Replaces or removes what stands at a path; false if it can be neither. */
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

  /** An unknown key may go without a trace: it has no meaning for what is around it. */
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
