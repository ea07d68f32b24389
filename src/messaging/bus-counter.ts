import { busMessages } from './contract.ts';
import type { BusCount, Subject } from './contract.ts';

/** Counts the messages of one connection to a bus. */
export type BusCounter = {
  add: (subject: Subject, what: 'published' | 'received' | 'dropped') => void;
  read: () => readonly BusCount[];
};

export function createBusCounter(): BusCounter {
  const subjects = Object.keys(busMessages) as Subject[];
  const counts = new Map(
    subjects.map((subject): [Subject, BusCount] => [
      subject,
      { subject, published: 0, received: 0, dropped: 0 },
    ]),
  );
  return {
    add(subject, what) {
      const count = counts.get(subject);
      if (count) count[what] += 1;
    },
    read: () => [...counts.values()].map((count) => ({ ...count })),
  };
}
