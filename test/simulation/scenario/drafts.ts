import type { Draw } from '../draw.ts';
import { hourMs, minuteMs } from '../times.ts';
import type { HappeningSpace } from './happening.ts';
import type { ListedPerson } from './opt-outs.ts';
import { personOf } from './people.ts';

/** A draft that is created, given a list of its own, and removed. */
export type Draft = {
  afterMs: number;
  name: string;
  people: readonly ListedPerson[];
  /** Processes die right after their n-th crossing of this name; null: none does. */
  kill: { at: string; crossings: number; downMs: number } | null;
  /** How long after the removal a campaign is created that calls some of the scenario's people. */
  nextAfterMs: number;
  /** The campaign that somebody tries to remove as well, although it is no draft. */
  mistaken: number;
};

const weakSpots = [
  'after store.createCampaign',
  'after store.removeCampaign',
  'before store.sweepRemoved',
  'after store.sweepRemoved',
  'after store.sweepRemoved',
] as const;

/** They are on no other list, so that a call to one of them comes of the draft. */
function ownPeople(count: number): ListedPerson[] {
  return Array.from({ length: count }, (_, index) =>
    personOf({
      row: index + 1,
      phone: `+1646${5_550_000 + index}`,
      name: `Draft ${index}`,
      place: ['America/New_York', 'US-NY'],
      message: 'Hello!',
    }),
  );
}

/** A draft with a list of that many contacts, which nothing disturbs. */
export function draftOf(contacts: number): Draft {
  return { afterMs: 0, name: 'draft', people: ownPeople(contacts), kill: null, nextAfterMs: 0, mistaken: 0 };
}

/** Some are too long to be deleted in one commit. Drawn apart, so that earlier scenarios stay as they were. */
export function drawDrafts(draw: Draw, { campaigns, spanMs }: HappeningSpace): Draft[] {
  if (!draw.chance(0.2)) return [];
  const kill = {
    at: draw.pick(weakSpots),
    crossings: draw.int(1, 2),
    downMs: draw.pick([0, 500, 20_000]),
  };
  return [
    {
      ...draftOf(draw.pick([3, 300, 700])),
      afterMs: draw.int(0, spanMs),
      kill: draw.chance(0.7) ? kill : null,
      nextAfterMs: draw.pick([0, 0, 5 * minuteMs, 3 * hourMs]),
      mistaken: draw.int(0, campaigns - 1),
    },
  ];
}
