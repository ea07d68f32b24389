import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { DispositionFacts, Outcome, Route } from '../domain/attempt/disposition.ts';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';

/** What follows an attempt. `end` is the end of the enrollment for the route `stop`, and null for other routes. */
export type Routing = { route: Route; end: EnrollmentEnd | null };

/**
 * Returns what follows an attempt. The outcome takes precedence over the disposition: an opt-out stops, and a
 * confirmation continues with the next step. Otherwise the routes of the campaign decide, then the route that the channel declares.
 * `stop` ends as `invalid` for an invalid address, as `completed` if the contact was reached (by this attempt, or by
 * an earlier step: `reached`), and as `exhausted` otherwise.
 */
export function routeOf({
  definition,
  disposition,
  outcome,
  reached = false,
}: {
  definition: Pick<CampaignDefinition, 'dispositions'>;
  disposition: Pick<DispositionFacts, 'name' | 'route'>;
  outcome: Outcome | null;
  reached?: boolean;
}): Routing {
  if (outcome === 'opt-out') return { route: 'stop', end: 'opted-out' };
  if (outcome === 'confirmed') return { route: 'next', end: null };
  const route = definition.dispositions[disposition.name] ?? disposition.route;
  if (route !== 'stop') return { route, end: null };
  if (disposition.name === 'invalid') return { route, end: 'invalid' };
  return { route, end: reached || disposition.name === 'answered' ? 'completed' : 'exhausted' };
}
