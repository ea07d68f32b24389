import { isDeepStrictEqual } from 'node:util';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { pathText } from './explain/issue-path.ts';
import type { IssuePath } from './explain/issue-path.ts';

/** Returns the top-level keys in which two definitions differ. */
export function changedKeys(
  before: CampaignDefinition,
  after: CampaignDefinition,
): (keyof CampaignDefinition)[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof CampaignDefinition>;
  return [...keys].filter((key) => !isDeepStrictEqual(before[key], after[key]));
}

/** Returns every difference as a line, such as `retry.maxAttempts: 3 -> 4`; empty if there is none. */
export function describeChange(before: CampaignDefinition, after: CampaignDefinition): string[] {
  return differences({ before, after, path: [] });
}

function differences({
  before,
  after,
  path,
}: {
  before: unknown;
  after: unknown;
  path: IssuePath;
}): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const parts = partsOf(before, after);
  if (!parts) return [`${pathText(path)}: ${shown(before)} -> ${shown(after)}`];
  return parts.flatMap(({ part, from, to }) =>
    differences({ before: from, after: to, path: [...path, part] }),
  );
}

type Part = { part: string | number; from: unknown; to: unknown };

/** Returns the parts of two groups of settings or two lists; null for other values, which differ as a whole. */
function partsOf(before: unknown, after: unknown): Part[] | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => ({ part: index, from: before[index], to: after[index] }));
  }
  if (!isGroup(before) || !isGroup(after)) return null;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.map((key) => ({ part: key, from: before[key], to: after[key] }));
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  if (value === undefined) return '(none)';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
