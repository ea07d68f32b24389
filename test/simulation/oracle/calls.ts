import type { JournalEntry } from '../../../src/simulator/index.ts';
import type { CampaignDefinition } from '../../../src/domain/campaign/campaign-definition.ts';
import type { EnrollableRow } from '../../../src/domain/contact/contact.ts';
import { broken } from './broken.ts';
import { definitionsAt, permitMs } from './ledger.ts';
import { checkReachable } from './judging.ts';
import type { Judging } from './judging.ts';
import type { Known } from './mirror.ts';

export type Placed = Extract<JournalEntry, { type: 'placed' }>;

export type CallOracle = {
  /** Checks one line of the carrier's journal as it is written. */
  check: (entry: JournalEntry) => void;
  placed: ReadonlyMap<string, Placed>;
};

/** Judges what really reached the carrier, at the instant it did. */
export function createCallOracle({
  journalLength,
  ...judging
}: Judging & { journalLength: () => number }): CallOracle {
  const { ledger, mirror, rates, rows, limits, systemNow } = judging;
  const placed = new Map<string, Placed>();
  const open = new Map<string, Placed>();

  const checkOnce = (entry: Placed, token: string): void => {
    if (placed.has(token)) broken(`1 double contact: attempt ${token} was placed twice`);
    for (const other of open.values()) {
      if (other.to === entry.to)
        broken(`1 double contact: ${token} called ${entry.to} while a call to it was open`);
    }
  };

  const checkLeave = (entry: Placed, attempt: Known): void => {
    const { id, permitUntil, campaign } = attempt;
    if (systemNow() > (permitUntil ?? 0) && entry.at > attempt.mintedAt + permitMs)
      broken(`7 permit: ${id} was placed ${systemNow() - (permitUntil ?? 0)} ms after its permit ran out`);
    const now = journalLength();
    const within = ({ from, to }: { from: number; to: number }): boolean => from < now && now <= to;
    if (ledger.pauses.some((pause) => pause.campaign === campaign && within(pause)))
      broken(`3 pause: ${id} was placed although ${campaign} is paused`);
    if (ledger.holds.some(within)) broken(`3 pause: ${id} was placed under an emergency stop`);
  };

  const checkRecipient = (entry: Placed, { id, campaign, position, address }: Known): void => {
    const row = rows.get(address);
    if (!row || `+${entry.to}` !== address) return broken(`${id} called ${entry.to}, who is on no list`);
    const definitions = checkReachable(judging, { row, campaign, address, at: entry.at, was: 'called' });
    // A contact with several numbers is told its own text at each of them, not that of others with the same number.
    const { phone = address } = mirror.campaign(campaign).people.get(position) ?? {};
    if (isMute(rows.get(phone) ?? row, definitions))
      broken(`6 nothing to say: ${id} called ${address} to say nothing`);
  };

  const checkLimits = (entry: Placed, { campaign, sender: from }: Known): void => {
    const inForce = definitionsAt(ledger, campaign, entry.at).map(({ rateLimits }) => rateLimits);
    rates.check('account', entry.at, limits.account.perSecond);
    rates.check('everything', entry.at, limits.global.perSecond);
    rates.check(`caller ${from}`, entry.at, limits.caller.perSecond);
    rates.check(campaign, entry.at, Math.max(...inForce.map(({ perSecond }) => perSecond)));
    checkConcurrency(
      'everything',
      open.size,
      Math.min(limits.global.concurrent ?? Infinity, limits.account.concurrent ?? Infinity),
    );
    const calls = [...open.values()];
    checkConcurrency(
      `caller ${from}`,
      calls.filter((call) => `+${call.from}` === from || call.from === from).length,
      limits.caller.concurrent ?? Infinity,
    );
    // Calls begun under a larger limit may last; nothing may start beyond the largest there was.
    const known = ledger.definitions.get(campaign) ?? [];
    checkConcurrency(
      campaign,
      calls.filter((call) => mirror.attempt(call.attempt ?? '')?.campaign === campaign).length,
      Math.max(...known.map(({ definition }) => definition.rateLimits.concurrent)),
    );
  };

  const checkPlaced = (entry: Placed): void => {
    const token = entry.attempt ?? broken(`a call without an attempt was placed to ${entry.to}`);
    checkOnce(entry, token);
    placed.set(token, entry);
    open.set(entry.callUuid, entry);
    const attempt = mirror.attempt(token);
    if (!attempt) return broken(`8 durable: attempt ${token} was placed before it was stored`);
    checkLeave(entry, attempt);
    checkRecipient(entry, attempt);
    checkLimits(entry, attempt);
  };

  return {
    placed,
    check(entry) {
      if (entry.type === 'placed') checkPlaced(entry);
      if (entry.type === 'state' && entry.state === 'ended') open.delete(entry.callUuid);
    },
  };
}

function checkConcurrency(what: string, count: number, most: number): void {
  if (count > most) broken(`5 limits: ${count} calls at once in ${what}, limit ${most}`);
}

/** Neither the campaign nor the list says a word to this contact: our own look, apart from the engine's. */
function isMute({ contact }: EnrollableRow, definitions: readonly CampaignDefinition[]): boolean {
  const fixed = definitions.some(({ steps }) => /Hello|Press/.test(JSON.stringify(steps)));
  return !fixed && !/[a-z]/i.test(contact.variables['message'] ?? '');
}
