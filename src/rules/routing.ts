import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { defaultRoutes, type Disposition, type Outcome, type Route } from '../domain/attempt/disposition.ts';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';

/** Where an attempt leads its person; `end` says which end a `stop` is, and is null on other routes. */
export type Routing = { route: Route; end: EnrollmentEnd | null };

/**
 * What a person said wins over how the attempt ended: an opt-out stops, a confirmation goes on. Otherwise the campaign's
 * routes decide, then the usual ones. `stop` ends as `invalid` for an invalid address, as `completed` if the person
 * was reached (by this attempt or, `reached`, by an earlier step), else as `exhausted`.
 */
export function routeOf({
  definition,
  disposition,
  outcome,
  reached = false,
}: {
  definition: Pick<CampaignDefinition, 'dispositions'>;
  disposition: Disposition;
  outcome: Outcome | null;
  reached?: boolean;
}): Routing {
  if (outcome === 'opt-out') return { route: 'stop', end: 'opted-out' };
  if (outcome === 'confirmed') return { route: 'next', end: null };
  const route = definition.dispositions[disposition] ?? defaultRoutes[disposition];
  if (route !== 'stop') return { route, end: null };
  if (disposition === 'invalid') return { route, end: 'invalid' };
  return { route, end: reached || disposition === 'answered' ? 'completed' : 'exhausted' };
}
