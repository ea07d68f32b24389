import { expect, test } from 'vitest';
import { pausesOf } from '../../../src/dashboard/charts/pauses.ts';
import type { EventView } from '../../../src/queries/index.ts';

const event = (type: EventView['type'], minute: number): Pick<EventView, 'type' | 'at'> => ({
  type,
  at: new Date(minute * 60_000).toISOString(),
});

test('a pause lasts until the campaign is resumed or ends; one that began before the events is left out', () => {
  expect(
    pausesOf([
      event('campaign.resumed', 1),
      event('campaign.paused', 2),
      event('campaign.waiting', 3),
      event('campaign.resumed', 5),
      event('campaign.paused', 7),
      event('campaign.cancelled', 8),
    ]),
  ).toEqual([
    { from: 120_000, to: 300_000 },
    { from: 420_000, to: 480_000 },
  ]);
  expect(pausesOf([event('campaign.started', 0), event('campaign.paused', 4)])).toEqual([
    { from: 240_000, to: null },
  ]);
});
