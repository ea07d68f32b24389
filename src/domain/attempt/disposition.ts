import { z } from 'zod';

/** Where a disposition takes an enrollment. */
export const routes = ['next', 'retry', 'stop', 'review'] as const;
export const routeSchema = z.enum(routes);
export type Route = z.infer<typeof routeSchema>;

/** How an attempt can end. */
export type DispositionFacts = {
  /** A word in kebab-case. Stores keep it: do not change it. */
  name: string;
  /** The default route, which a campaign may change. */
  route: Route;
  /** The words for it at the end of a sentence. */
  words: string;
  /** Its weight in an estimate before the campaign has figures of its own, in attempts of experience. */
  prior: number;
  /** The less precise disposition that this one refines: evidence of that one does not replace this one. */
  refines?: string;
  /** The end of an enrollment that a `stop` leads to; without it `completed` or `exhausted`. */
  end?: 'invalid' | 'bounced';
  /**
   * Set for a disposition that proves, perhaps after the next step was planned, that the touch was not delivered. The
   * step is repeated `afterMs` after the end, up to `most` times; then the disposition counts as `becomes`.
   */
  repeat?: { afterMs: number; most: number; becomes: string };
};

/**
 * The dispositions that every channel has. A channel declares the ones that only it can report, and may redeclare one
 * of these with other words or another prior. `unconfirmed`: the fate of the attempt was still unknown when the
 * search period ended.
 */
export const coreDispositions = [
  { name: 'answered', route: 'next', words: 'answered', prior: 5 },
  { name: 'rejected', route: 'retry', words: 'rejected', prior: 0.2 },
  { name: 'invalid', route: 'stop', end: 'invalid', words: 'the address does not exist', prior: 0.3 },
  { name: 'failed', route: 'retry', words: 'it failed', prior: 0.3 },
  { name: 'unconfirmed', route: 'retry', words: 'it is not known how it ended', prior: 0 },
  { name: 'cancelled', route: 'retry', words: 'it was taken back', prior: 0 },
] as const satisfies readonly DispositionFacts[];

/** The name of a disposition: one of the core, or one that a channel declares. */
export type Disposition = string;

/** Dispositions as stored and logged. Dispositions that users write are checked against the registered channels. */
export const dispositionSchema = z.string();

/** What the contact answered. `confirmed` and `opt-out` have a fixed meaning. */
export const outcomeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a word in kebab-case, such as confirmed or opt-out');
export type Outcome = z.infer<typeof outcomeSchema>;
