import type { Logger } from 'pino';
import { createDashboard } from './dashboard/dashboard.ts';
import type { Dashboard } from './dashboard/contract.ts';
import type { RingmasterError } from './domain/errors.ts';
import type { Live } from './live/index.ts';
import type { Clocks } from './platform/clock.ts';

/** Creates the pages of an instance. */
export function composeDashboard({
  live,
  version,
  carrierName,
  apiKeys,
  clocks,
  readOnly,
  log,
}: {
  live: Live;
  version: string;
  carrierName: string;
  apiKeys: readonly unknown[];
  clocks: Clocks;
  readOnly?: RingmasterError | undefined;
  log: Logger;
}): Dashboard {
  const facts = {
    version,
    carrier: carrierName,
    needsSession: apiKeys.length > 0,
    ...(readOnly && { readOnly: readOnly.message }),
  };
  return createDashboard({ live, facts, ...clocks, log });
}
