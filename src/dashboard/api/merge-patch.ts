import { isDeepStrictEqual } from 'node:util';

type Group = Readonly<Record<string, unknown>>;

/** Returns the JSON merge patch (RFC 7396) that makes `after` of `before`. What both have alike is not in it. */
export function mergePatchBetween(before: Group, after: Group): Record<string, unknown> {
  const former = new Map(Object.entries(before));
  const removed = [...former.keys()].filter((key) => !Object.hasOwn(after, key));
  const changed = Object.entries(after).filter(([key, value]) => !isDeepStrictEqual(former.get(key), value));
  return Object.fromEntries([
    ...removed.map((key): [string, unknown] => [key, null]),
    ...changed.map(([key, value]): [string, unknown] => {
      const old = former.get(key);
      return [key, isGroup(old) && isGroup(value) ? mergePatchBetween(old, value) : value];
    }),
  ]);
}

function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
