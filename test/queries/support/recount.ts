import { windowLookup } from '../../../src/actors/index.ts';
import type { WindowsFor } from '../../../src/actors/index.ts';
import type { CampaignRecord } from '../../../src/domain/campaign/campaign.ts';
import { isEnd } from '../../../src/domain/contact/enrollment.ts';
import type { Enrollment } from '../../../src/domain/contact/enrollment.ts';
import type { Store } from '../../../src/persistence/contract/store.ts';
import type { Why } from '../../../src/queries/index.ts';

/** How many people stand behind each reason. Limits differ in name only by what is scarce: they count as `ready`. */
export type Recount = Record<string, number>;

export async function everybody(store: Store, campaign: string): Promise<Enrollment[]> {
  const rows: Enrollment[] = [];
  let after: string | undefined;
  do {
    const page: Awaited<ReturnType<Store['listEnrollments']>> = await store.listEnrollments({
      campaign,
      limit: 100,
      ...(after !== undefined && { after }),
    });
    rows.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

/** The reasons of a running campaign, worked out the slow way: person by person from their rows. */
export async function recount({
  store,
  record,
  windowsFor,
  now,
}: {
  store: Store;
  record: CampaignRecord;
  windowsFor: WindowsFor;
  now: number;
}): Promise<Recount> {
  const calendars = new Map(
    (await store.readCalendars(record.id)).map(({ number, calendar }) => [number, calendar]),
  );
  const windowOf = windowLookup({ definition: record.definition, calendars, windowsFor });
  const { heldMs } = (JSON.parse(record.snapshot) as { context: { heldMs: number } }).context;
  const codeOf = ({ state, calendar, dueAt, waitReason }: Enrollment): string => {
    if (state === 'in-flight') return 'attempt.in-flight';
    if (state === 'paused') return 'contact.paused';
    if (state === 'review') return 'contact.review';
    const window = windowOf(calendar);
    if (!window.isOpen(now)) return `window.closed ${window.timeZone}`;
    return dueAt + heldMs > now && waitReason !== 'contact.new' ? waitReason : 'ready';
  };
  const counts: Recount = {};
  for (const person of await everybody(store, record.id)) {
    if (isEnd(person.state)) continue;
    const code = codeOf(person);
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

const limits = /^(?:limit|quota)\./;

/** The same figures as an answer gives them. */
export function countsOf({ reasons }: Why): Recount {
  const counts: Recount = {};
  for (const { code, contacts, timeZone } of reasons) {
    const name = limits.test(code) ? 'ready' : [code, timeZone].filter(Boolean).join(' ');
    counts[name] = (counts[name] ?? 0) + contacts;
  }
  return counts;
}
