import type { ClientSettings } from '../../domain/campaign/client-settings.ts';
import type { EmergencyStop } from '../../domain/emergency-stop.ts';
import type { QuotaPeriod } from '../../rules/limits/quota.ts';
import type { Fairness } from '../dispatch/fairness.ts';
import type { SharedLimits } from '../../domain/campaign/limit-scope.ts';

/** What dispatch needs to know beyond its campaign. */
export type Dispatching = {
  shared: SharedLimits;
  fairness: Fairness;
  stops: () => readonly EmergencyStop[];
  /** Reads the emergency stops again. */
  readStops: () => Promise<unknown>;
  clientSettings: (client: string) => Promise<ClientSettings>;
  /** How much more distance than its pace a start keeps, in business milliseconds. */
  pacingMarginMs: () => number;
  period: (input: { client: ClientSettings; at: number }) => QuotaPeriod;
};
