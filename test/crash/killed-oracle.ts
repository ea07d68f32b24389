import { firstAddress } from '../../src/domain/contact/address.ts';
import { createWindowsFor } from '../../src/compose-engine.ts';
import type { CampaignEvent } from '../../src/domain/events/campaign-event.ts';
import type { Store } from '../../src/persistence/contract/store.ts';
import { auditJournal } from '../../src/simulator/index.ts';
import type { JournalEntry } from '../../src/simulator/index.ts';
import { broken } from '../simulation/oracle/broken.ts';
import { readPeople } from '../simulation/oracle/rows.ts';
import { definition } from './killed-campaign.ts';
import type { KilledPerson } from './killed-campaign.ts';

export async function readLog(store: Store, campaign: string): Promise<CampaignEvent[]> {
  const events: CampaignEvent[] = [];
  for (;;) {
    const page = await store.readEvents({ campaign, afterSeq: events.at(-1)?.seq ?? 0, limit: 1_000 });
    if (page.length === 0) return events;
    events.push(...page);
  }
}

/** Returns the phone number of each position of a campaign. */
export async function readPhones(store: Store, campaign: string): Promise<ReadonlyMap<number, string>> {
  const positions = (await readPeople(store, campaign)).map(({ position }) => position);
  const contacts = await store.readContacts({ campaign, positions });
  return new Map(
    contacts.map(({ position, contact }) => [position, firstAddress(contact.addresses, 'phone') ?? '']),
  );
}

/** New contacts of a calendar were tried in the order of the list; the list has the zones in rotation. */
export async function checkOrder(
  store: Store,
  { campaign, people }: { campaign: string; people: readonly KilledPerson[] },
): Promise<void> {
  const phoneAt = await readPhones(store, campaign);
  const zoneOf = new Map(people.map(({ phone, zone }) => [phone, zone]));
  const tried = new Set<number>();
  const last = new Map<string, number>();
  for (const { type, position } of await readLog(store, campaign)) {
    if (type !== 'attempt.minted' || position === null || tried.has(position)) continue;
    tried.add(position);
    const zone = zoneOf.get(phoneAt.get(position) ?? '') ?? '';
    if (position < (last.get(zone) ?? 0))
      broken(`4 exact position: ${position} was tried after ${last.get(zone)}, in ${zone}`);
    last.set(zone, position);
  }
}

/**
 * Checks the limits exactly. The limit at once uses the journal of the carrier. The limit per second uses the planned
 * and stored starts: the journal of a carrier on a fast clock is not precise enough, because a request that takes 10
 * ms longer than the previous one arrives one second of business time later.
 */
export async function checkKilledLimits(
  store: Store,
  { campaign, entries }: { campaign: string; entries: readonly JournalEntry[] },
): Promise<void> {
  const { concurrent, perSecond } = definition.rateLimits;
  const { maxConcurrent } = auditJournal({ entries });
  if (maxConcurrent > concurrent) broken(`5 limits: ${maxConcurrent} calls at once, limit ${concurrent}`);
  const starts = (await readLog(store, campaign))
    .filter((event) => event.type === 'attempt.minted')
    .map(({ data }) => Number(data.startAt))
    .toSorted((a, b) => a - b);
  for (const [index, start] of starts.entries()) {
    const next = starts[index + perSecond];
    if (next !== undefined && next - start < 999)
      broken(
        `5 limits: ${perSecond + 1} starts planned within ${next - start} ms, limit ${perSecond} a second`,
      );
  }
  for (const { position, attempts } of await readPeople(store, campaign))
    if (attempts > definition.retry.maxAttempts) broken(`attempts: ${attempts} to person ${position}`);
}

const windowsFor = createWindowsFor();

/**
 * Checks that no contact was called outside its window. No call starts before it opens. After it closes, a call may
 * start only for a decision before, while its permit is valid: two seconds of system time, which are `permitMs` of
 * business time on a fast clock.
 */
export function checkKilledWindows({
  entries,
  people,
  permitMs,
}: {
  entries: readonly JournalEntry[];
  people: readonly KilledPerson[];
  permitMs: (at: number) => number;
}): void {
  const calendars = new Map(people.map(({ phone, calendar }) => [phone, calendar]));
  for (const entry of entries) {
    if (entry.type !== 'placed') continue;
    const calendar = calendars.get(`+${entry.to}`) ?? broken(`${entry.to} is on no list`);
    const window = windowsFor(definition)(calendar);
    if (!window.isOpen(entry.at) && !window.isOpen(entry.at - permitMs(entry.at)))
      broken(`6 window: +${entry.to} was called at ${new Date(entry.at).toISOString()}, outside hours`);
  }
}
