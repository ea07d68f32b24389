import type { CanaryView } from '../api/views.ts';

/** Returns the canary start of a campaign in lines: its state, then each rate with its limit. */
export function canaryLines(canary: CanaryView | null | undefined): string[] {
  if (!canary) return [];
  return [
    canary.summary,
    ...canary.rates.map(({ detail, isOver }) => `  ${detail}${isOver ? ': over the limit' : ''}`),
  ];
}
