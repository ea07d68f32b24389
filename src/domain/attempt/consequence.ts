import { z } from 'zod';
import { routes } from './disposition.ts';
import type { Outcome } from './disposition.ts';
import type { Evidence } from './evidence.ts';

/** What a word of a campaign can lead to: a route, an opt-out, or another call at a requested time. */
export const consequences = [...routes, 'opt-out', 'call-back'] as const;
export const consequenceSchema = z.enum(consequences);
export type Consequence = z.infer<typeof consequenceSchema>;

/** What dispositions and own words of a campaign lead to, if not the usual; by disposition and word. */
export type Consequences = Readonly<Record<string, Consequence>>;

/** Returns the consequence that a campaign declares for a word; null if it declares none. */
export function consequenceOf(declared: Consequences, word: Outcome | null): Consequence | null {
  return word !== null && Object.hasOwn(declared, word) ? (declared[word] ?? null) : null;
}

/** Whether an answer of a contact means that they do not want to be contacted any more. */
export function meansOptOut(declared: Consequences, outcome: Outcome | null): boolean {
  return outcome === 'opt-out' || consequenceOf(declared, outcome) === 'opt-out';
}

/** Whether a report says that the contact does not want to be contacted any more. */
export function optsOut(declared: Consequences, piece: Evidence): boolean {
  return piece.kind === 'responded' && meansOptOut(declared, piece.outcome);
}
