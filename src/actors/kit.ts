import type { Channels } from '../domain/campaign/channel-facts.ts';
import type { DefinitionFault } from '../domain/campaign/campaign-definition.ts';
import type { NewId } from '../domain/ids.ts';
import type { Random } from '../platform/random.ts';
import type { Machines } from './transitions/machines.ts';

/** The waiting times of the engine in milliseconds. They are business time unless the name says otherwise. */
export type EngineTimes = {
  /** How long an attempt is searched for before it ends `unconfirmed`. */
  searchPeriodMs: number;
  /** How long a permit is valid, in system time. */
  permitMs: number;
  /** How long to wait for callbacks that a hang-up has overtaken. */
  settleMs: number;
  /** The interval of searches for an attempt without a report. */
  searchEveryMs: number;
  /** How long a review may wait for an operator. */
  reviewMs: number;
};

export const defaultTimes: EngineTimes = {
  searchPeriodMs: 15 * 60_000,
  permitMs: 2_000,
  settleMs: 3_000,
  searchEveryMs: 30_000,
  reviewMs: 14 * 86_400_000,
};

/** The parts that every decision uses. All of them are pure or passed in. */
export type Kit = {
  machines: Machines;
  channels: Channels;
  /** Returns null for a definition that can be run, otherwise its fault. */
  faultOf: (definition: unknown) => DefinitionFault | null;
  newId: NewId;
  random: Random;
  times: EngineTimes;
};
