import type { Draw } from '../draw.ts';
import type { HappeningSpace } from './happening.ts';

/** An order about whoever is next in line, sent with a key of its own and repeated until it is answered. */
export type KeyedOrder = {
  afterMs: number;
  /** Stands in the log as the reason, and is the key. */
  name: string;
  campaign: number;
  command: 'skip' | 'remove';
  /** How long the process is down that dies between the commit and the answer; null: it lives. */
  downMs: number | null;
};

/** Mostly while the first are dialed; drawn apart, so that earlier scenarios stay as they were. */
export function drawKeyedOrders(draw: Draw, { campaigns, spanMs }: HappeningSpace): KeyedOrder[] {
  if (!draw.chance(0.25)) return [];
  return Array.from({ length: draw.int(1, 2) }, (_, index) => ({
    afterMs: draw.chance(0.5) ? draw.int(0, 15_000) : draw.int(0, spanMs),
    name: `order-${index + 1}`,
    campaign: draw.int(0, campaigns - 1),
    command: draw.pick(['skip', 'skip', 'remove'] as const),
    downMs: draw.chance(0.7) ? draw.pick([0, 500, 20_000]) : null,
  }));
}
