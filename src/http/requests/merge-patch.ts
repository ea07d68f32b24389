import { createDefinitionShape } from '../../definitions/definition-shape.ts';

/**
 * Applies a JSON merge patch (RFC 7396) to a definition: objects are merged, null removes a key, other values replace.
 * Returns a new value. A null for a key that no definition has stays in it, so that the check of the result reports it
 * as it reports each other unknown key.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  let shape: ReturnType<typeof createDefinitionShape> | undefined;
  const hasKey = (path: readonly string[]): boolean => {
    shape ??= createDefinitionShape({ value: target });
    return shape.hasKey(path);
  };
  return mergeAt({ target, patch, path: [], hasKey });
}

function mergeAt({
  target,
  patch,
  path,
  hasKey,
}: {
  target: unknown;
  patch: unknown;
  path: readonly string[];
  hasKey: (path: readonly string[]) => boolean;
}): unknown {
  if (!isGroup(patch)) return patch;
  const merged = new Map(Object.entries(isGroup(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    const inside = [...path, key];
    if (value === null && hasKey(inside)) merged.delete(key);
    else merged.set(key, mergeAt({ target: merged.get(key), patch: value, path: inside, hasKey }));
  }
  return Object.fromEntries(merged);
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
