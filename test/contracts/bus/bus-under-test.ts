import type { Bus, DeadLetter } from '../../../src/messaging/contract.ts';

export type PublishedEvent = { client: string; campaign: string; seq: number; text: string };

export type BusUnderTest = {
  /** Opens the bus as one instance sees it; all of one test are connected with each other. */
  connect: () => Promise<Bus>;
  /** Resolves once a condition holds; rejects if it does not within a time that is long for the backend. */
  until: (holds: () => boolean | Promise<boolean>) => Promise<void>;
  /** Sends something to a subject that is no message of ours, as an instance of another version might. */
  sendForeign: (subject: string, message: unknown) => Promise<void>;
  deadLetters: () => Promise<readonly DeadLetter[]>;
  /** The published events of all campaigns, in the order in which the bus stored them. */
  published: () => Promise<readonly PublishedEvent[]>;
  dispose: () => Promise<void>;
};

/** Opens a bus as two instances see it. */
export async function openTwo(
  open: () => Promise<BusUnderTest>,
): Promise<readonly [given: BusUnderTest, one: Bus, two: Bus]> {
  const given = await open();
  return [given, await given.connect(), await given.connect()];
}
