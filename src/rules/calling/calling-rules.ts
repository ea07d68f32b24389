import type { CallingRule, CallingRules } from '../../domain/time/calling-rule.ts';
import { elsewhere } from './elsewhere.ts';
import { unitedStates } from './united-states.ts';

/** The rules of this release, in the order of their regions. */
export const knownCallingRules: readonly CallingRule[] = [...elsewhere, ...unitedStates].sort((left, right) =>
  left.region.localeCompare(right.region),
);

/** Creates the lookup of some rules. */
export function createCallingRules(all: readonly CallingRule[]): CallingRules {
  return {
    all,
    of: (regions) =>
      all.filter(({ region }) =>
        regions.some(
          (possible) =>
            possible === region ||
            // The rule of the country of a state, and the rules of all states of a country without one.
            possible.startsWith(`${region}-`) ||
            region.startsWith(`${possible}-`),
        ),
      ),
  };
}

/** The rules of a campaign: those of which it names an exception do not hold. */
export function withoutExceptions(rules: CallingRules, exceptions: readonly string[]): CallingRules {
  if (exceptions.length === 0) return rules;
  return createCallingRules(rules.all.filter(({ region }) => !exceptions.includes(region)));
}
