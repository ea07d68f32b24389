import type { Logger } from 'pino';
import { createDashboard } from './dashboard/dashboard.ts';
import type { Dashboard } from './dashboard/contract.ts';
import type { Live } from './live/index.ts';
import type { Clocks } from './platform/clock.ts';

/** Creates the pages of an instance. */
export function composeDashboard({
  live,
  version,
  carrierName,
  apiKeys,
  clocks,
  log,
}: {
  live: Live;
  version: string;
  carrierName: string;
  apiKeys: readonly unknown[];
  clocks: Clocks;
  log: Logger;
}): Dashboard {
  const facts = { version, carrier: carrierName, needsSession: apiKeys.length > 0 };
  return createDashboard({ live, facts, ...clocks, log });
}
