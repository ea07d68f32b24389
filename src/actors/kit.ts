import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { DefinitionFault } from '../domain/campaign/campaign-definition.ts';
import type { NewId } from '../domain/ids.ts';
import type { Random } from '../platform/random.ts';
import type { Machines } from './transitions/machines.ts';

/** Times the engine waits, in milliseconds; business time unless the name says otherwise. */
export type EngineTimes = {
  /** How long an attempt is searched for before it ends `unconfirmed`. */
  unknownHoldMs: number;
  /** How long a permit is good for, in system time. */
  permitMs: number;
  /** How long callbacks overtaken by a hang-up are waited for. */
  settleMs: number;
  /** How often an attempt of which nothing is heard is asked about. */
  searchEveryMs: number;
  /** How long a review may wait for a person. */
  reviewMs: number;
};

export const defaultTimes: EngineTimes = {
  unknownHoldMs: 15 * 60_000,
  permitMs: 2_000,
  settleMs: 3_000,
  searchEveryMs: 30_000,
  reviewMs: 14 * 86_400_000,
};

/** What every decision has at hand; all of it pure or passed in. */
export type Kit = {
  machines: Machines;
  channels: Channels;
  /** Null for a definition that can be run, else what is wrong with it. */
  faultOf: (definition: unknown) => DefinitionFault | null;
  newId: NewId;
  random: Random;
  times: EngineTimes;
};
