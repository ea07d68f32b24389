import { canaryPlan } from '../../../src/domain/campaign/canary.ts';
import type { CanaryPlan } from '../../../src/domain/campaign/canary.ts';
import type { Draw } from '../draw.ts';

/** No rate is over such a limit. */
const lenient = { maxInvalid: 1, maxOptOut: 1, maxFailed: 1, maxShort: 1 };

/** How each campaign is started: some with a canary start. Drawn apart, so that earlier scenarios stay as they were. */
export function drawCanaries(draw: Draw, campaigns: number): readonly (CanaryPlan | null)[] {
  if (!draw.chance(0.25)) return Array.from({ length: campaigns }, () => null);
  return Array.from({ length: campaigns }, () => {
    const contacts = draw.pick([1, 3, 6, 20]);
    const limits = draw.pick([{}, lenient, { shortCall: '25s' }]);
    return canaryPlan({ contacts, ...limits }, undefined);
  });
}
