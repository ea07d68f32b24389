import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { DispositionFacts, Outcome, Route } from '../domain/attempt/disposition.ts';
import type { EnrollmentEnd } from '../domain/contact/enrollment.ts';

/** What follows an attempt. `end` is the end of the enrollment for the route `stop`, and null for other routes. */
export type Routing = { route: Route; end: EnrollmentEnd | null };

/**
 * Returns what follows an attempt. What the contact said takes precedence over the disposition: an opt-out stops, a reply
 * stops where the campaign says so, and a confirmation continues with the next step. Otherwise the routes of the campaign
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
  const { name, end } = disposition;
  const usual = end === 'bounced' && !sequences.stopOnBounce ? 'next' : disposition.route;
  const route = dispositions[name] ?? usual;
  if (route !== 'stop') return { route, end: null };
  return { route, end: end ?? (reached || name === 'answered' ? 'completed' : 'exhausted') };
}
