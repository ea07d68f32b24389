import type { AttendanceCounts } from '../../domain/attempt/attendance.ts';
import type { BreakerReading } from '../../domain/breaker.ts';
import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { FindRate } from '../../domain/cost/find-rate.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import type { Fairness } from '../dispatch/fairness.ts';
import type { ClientSenders } from '../senders/client-senders.ts';
import type { SharedLimits } from '../../domain/campaign/limit-scope.ts';

/** The facts beyond the campaign that dispatch needs. */
export type Dispatching = {
  shared: SharedLimits;
  fairness: Fairness;
  stops: () => readonly EmergencyStop[];
  /** Reads the emergency stops again. */
  readStops: () => Promise<unknown>;
  clientSettings: (client: string) => Promise<ClientSettings>;
  /** Returns the senders of a client; see `Roster.of`. `at` is business time. */
  senders: (input: { client: string; at: number }) => Promise<ClientSenders>;
  /** The senders of a client as they were read last; null if they were not. */
  knownSenders: (client: string) => ClientSenders | null;
  /** Forgets the senders of a client, so that they are read again. */
  forgetSenders: (client: string) => void;
  /** Returns the search in the rates of a client; null if none apply to it. */
  rates: (client: string) => Promise<FindRate | null>;
  /** Reads the circuit breakers of all channels. Turns of several campaigns at the same time share a read. */
  readBreakers: () => Promise<readonly BreakerReading[]>;
  /** The calls of a client in 30 days that needed a bot or an agent, at most a second old. `at` is business time. */
  attendance: (input: { client: string; at: number }) => Promise<AttendanceCounts>;
  /** Whether the time of the store is known. Without it nothing starts. */
  isTimeKnown: () => boolean;
  /** Returns the distance between starts in addition to their pace, in business milliseconds. */
  pacingMarginMs: () => number;
  period: (input: { client: ClientSettings; at: number }) => QuotaPeriod;
};
