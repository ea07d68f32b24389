import type { EventFeed, Published } from '../contract.ts';

/** An event as it was published. */
export type PublishedEvent = { client: string; campaign: string; seq: number; body: Uint8Array };

/** The published logs of a bus in memory. Events are handed to `onEvent` and not kept. */
export function createMemoryFeed(onEvent: (event: PublishedEvent) => void): EventFeed {
  const published = new Map<string, Published>();
  let places = 0;
  return {
    readPublished: ({ campaign }) => Promise.resolve(published.get(campaign) ?? { seq: 0, place: 0 }),
    publishEvent({ after, ...event }) {
      const { campaign, seq } = event;
      if ((published.get(campaign)?.place ?? 0) !== after.place) return Promise.resolve(null);
      const place = (places += 1);
      published.set(campaign, { seq, place });
      onEvent({ ...event, body: event.body.slice() });
      return Promise.resolve({ seq, place });
    },
  };
}
