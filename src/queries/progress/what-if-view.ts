import type { Eta } from './eta.ts';

export const whatIfLimits = ['concurrent', 'perSecond', 'perHour', 'perDay'] as const;
export type WhatIfLimit = (typeof whatIfLimits)[number];
/** Limits that a campaign is to have instead of its own. */
export type AskedLimits = Partial<Readonly<Record<WhatIfLimit, number>>>;

/**
 * A limit beyond the campaign that allows less than was asked for. `scope`: its key, such as `account:voice`. `available`:
 * what others leave of `cap`.
 */
export type Bound = { limit: WhatIfLimit; asked: number; scope: string; cap: number; available: number };

/** When a campaign would end with other limits. Instants are RFC 3339 in UTC. */
export type WhatIfView = {
  asOf: string;
  asked: AskedLimits;
  /** The end with the limits in force; null if no time can be given. */
  current: Eta | null;
  /** The end with the limits that were asked for. */
  changed: Eta | null;
  /** The end without any limit of the campaign: hours, delays and limits beyond the campaign are left. */
  unlimited: Eta | null;
  /** What delays the end most, with the limits that were asked for: a limit of the campaign, or everything else. */
  decidedBy: WhatIfLimit | 'other';
  bounds: readonly Bound[];
  summary: string;
};
