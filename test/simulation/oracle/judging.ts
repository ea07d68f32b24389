import type { SharedLimits, WindowsFor } from '../../../src/actors/index.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { ListedPerson } from '../scenario/opt-outs.ts';
import { broken } from './broken.ts';
import { definitionsAt, permitMs } from './ledger.ts';
import type { Ledger } from './ledger.ts';
import type { Mirror } from './mirror.ts';
import type { Rates } from './rates.ts';

/** What the oracles of all channels judge by. */
export type Judging = {
  ledger: Ledger;
  mirror: Mirror;
  rates: Rates;
  windowsFor: WindowsFor;
  rows: ReadonlyMap<string, ListedPerson>;
  limits: SharedLimits;
  systemNow: () => number;
  stepMs: () => number;
  /** How much later a process may believe it is, because its time does not run backwards. */
  aheadMs: () => number;
};

/**
 * Checks that a contact may be reached at this instant: its hours, the opt-outs of the list, the suppressions. `was`
 * says what happened to it: called, or written to. Returns the definitions in force then.
 */
export function checkReachable(
  { ledger, windowsFor, stepMs, aheadMs }: Judging,
  {
    row,
    campaign,
    address,
    at,
    was,
  }: { row: ListedPerson; campaign: string; address: string; at: number; was: string },
): readonly CampaignDefinition[] {
  const definitions = definitionsAt(ledger, campaign, at);
  // The hours that count are those the processes can know: by their own clock.
  const known = at + stepMs();
  const isOpen = (definition: CampaignDefinition): boolean =>
    [known, known + aheadMs()].some(windowsFor(definition)(row.calendar).isOpen);
  if (!definitions.some(isOpen))
    broken(`6 window: ${address} was ${was} at ${new Date(at).toISOString()}, outside hours`);
  if (row.optedOut) broken(`6 suppressed: ${address} had opted out on the list`);
  if (ledger.suppressed.some((item) => item.address === address && item.at + permitMs < at))
    broken(`6 suppressed: ${address} was ${was} after it was suppressed`);
  return definitions;
}
