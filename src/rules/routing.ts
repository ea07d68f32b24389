import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { consequenceOf } from '../domain/attempt/consequence.ts';
import type { Consequence } from '../domain/attempt/consequence.ts';
import { routes } from '../domain/attempt/disposition.ts';
import type { DispositionFacts, Outcome, Route } from '../domain/attempt/disposition.ts';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';

/** What follows an attempt. `end` is the end of the enrollment for the route `stop`, and null for other routes. */
export type Routing = { route: Route; end: EnrollmentEnd | null };

const isRoute = (wanted: Consequence): wanted is Route => (routes as readonly string[]).includes(wanted);

/**
 * Returns what follows an attempt. What the contact said takes precedence over the disposition: an opt-out stops, a reply
 * stops where the campaign says so, and a confirmation continues with the next step. A word that the campaign declares leads to
 * what it says; a call-back is a retry, whose time is decided elsewhere. Otherwise the routes of the campaign
 * decide, then the route that the channel declares; a bounce continues with the next step where the campaign does not stop
 * on it. `stop` ends as the disposition says (`invalid`, `bounced`), as `completed` if the contact was reached (by this
 * attempt, or by an earlier step: `reached`), and as `exhausted` otherwise.
 */
export function routeOf({
  definition: { dispositions, sequences },
  disposition,
  outcome,
  replied = false,
  reached = false,
}: {
  definition: Pick<CampaignDefinition, 'dispositions'> & {
    sequences: Pick<CampaignDefinition['sequences'], 'stopOnReply' | 'stopOnBounce'>;
  };
  disposition: Pick<DispositionFacts, 'name' | 'route' | 'end'>;
  outcome: Outcome | null;
  /** Whether the contact has replied to the touch. */
  replied?: boolean;
  reached?: boolean;
}): Routing {
  if (outcome === 'opt-out') return { route: 'stop', end: 'opted-out' };
  if (replied && sequences.stopOnReply) return { route: 'stop', end: 'responded' };
  if (outcome === 'confirmed') return { route: 'next', end: null };
  const said = consequenceOf(dispositions, outcome);
  if (said === 'opt-out') return { route: 'stop', end: 'opted-out' };
  const { name, end } = disposition;
  const usual = end === 'bounced' && !sequences.stopOnBounce ? 'next' : disposition.route;
  const wanted = said ?? consequenceOf(dispositions, name) ?? usual;
  const route = isRoute(wanted) ? wanted : 'retry';
  if (route !== 'stop') return { route, end: null };
  if (said !== null) return { route, end: reached || name === 'answered' ? 'completed' : 'exhausted' };
  return { route, end: end ?? (reached || name === 'answered' ? 'completed' : 'exhausted') };
}
