import { restoreRefusal } from '../../actors/index.ts';
import { campaignIn } from '../../domain/campaign/campaign.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { RingmasterError } from '../../domain/errors.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { startRefusal } from '../../rules/start-refusal.ts';
import type { ReadCampaignFacts } from '../campaign-facts.ts';
import { costWarnings } from './cost-warnings.ts';
import type { PreflightItem } from './preflight-item.ts';
import { botWarnings } from './bot-warnings.ts';
import { consentWarnings } from './consent-warnings.ts';
import { emptyPoolsOf, senderWarnings } from './sender-warnings.ts';
import type { ReadNotices } from '../attention/notices.ts';

/** What a start of a campaign now would meet. */
export type Preflight = {
  canStart: boolean;
  /** The errors with which a start would be refused. */
  refusals: readonly PreflightItem[];
  /** What does not prevent the start, but changes what it does. */
  warnings: readonly PreflightItem[];
};

/** Returns what `start` would refuse now, by the same rules, and what an operator should know before a start. */
export async function preflightOf({
  store,
  readNotices,
  readCampaignFacts,
  record,
  now,
}: {
  store: Pick<
    Store,
    'readIncarnation' | 'listImports' | 'listRates' | 'listEnrollments' | 'readContacts' | 'readReach'
  >;
  readNotices: ReadNotices;
  readCampaignFacts: ReadCampaignFacts;
  record: CampaignRecord;
  now: number;
}): Promise<Preflight> {
  const { state, definition, counters } = record;
  const { end, keepOpen } = definition;
  const { total: contacts, openImports } = counters;
  const facts = await readCampaignFacts({ record, now });
  const emptyPools = emptyPoolsOf(facts);
  const found = [
    state === 'draft' ? null : notDraft(record),
    itemOf(startRefusal({ now, startAt: null, end, keepOpen, contacts, openImports, emptyPools })),
    itemOf(restoreRefusal(await store.readIncarnation())),
  ];
  const refusals = found.filter((item) => item !== null);
  const notices = (await readNotices({ client: record.client, now })).of(record);
  const warnings = [
    ...notices.map(({ code, detail, command }) => ({ code, detail, hint: command })),
    ...(await importWarnings({ store, record })),
    ...(contacts === 0 ? [] : windowWarnings(facts)),
    ...senderWarnings(facts),
    ...botWarnings(facts),
    ...(await consentWarnings({ store, record, now })),
    ...(await costWarnings({ store, facts })),
  ];
  return { canStart: refusals.length === 0, refusals, warnings };
}

function itemOf(error: RingmasterError | null): PreflightItem | null {
  return error && { code: error.code, detail: error.message, hint: error.hint ?? null };
}

function notDraft({ state }: CampaignRecord): PreflightItem {
  return {
    code: 'campaign.command-refused',
    detail: `${campaignIn(state)} cannot be started.`,
    hint: null,
  };
}

async function importWarnings({
  store,
  record,
}: {
  store: Pick<Store, 'listImports'>;
  record: CampaignRecord;
}): Promise<PreflightItem[]> {
  const imports = await store.listImports(record.id);
  return imports.flatMap(({ id, state, lastRow }): PreflightItem[] => {
    if (state === 'closed') return [];
    if (state === 'open') {
      const detail = 'A list is still being imported. Its contacts join the campaign as they arrive.';
      return [{ code: 'import.open', detail, hint: null }];
    }
    const detail = `An import was interrupted after row ${lastRow}; the rows after it are missing.`;
    return [{ code: 'import.broken', detail, hint: `Send the whole list again with ?resume=${id}.` }];
  });
}

/** Contacts whose hours never open are never contacted. */
function windowWarnings({
  calendars,
  windowOf,
  now,
}: Awaited<ReturnType<ReadCampaignFacts>>): PreflightItem[] {
  const closed = calendars.filter((calendar) => windowOf(calendar).nextOpening(now) === null);
  if (closed.length === 0) return [];
  const some = closed.length === calendars.length ? 'all contacts' : 'some contacts';
  const rules = new Set(closed.flatMap((calendar) => windowOf(calendar).calling.map(({ region }) => region)));
  const because =
    rules.size === 0 ? '' : ` The calling rules of ${[...rules].join(', ')} are a part of them.`;
  const detail = `The hours of ${some} never open, so they are never contacted.${because}`;
  const hint =
    rules.size === 0 ? 'Change sendWindow.' : 'Change sendWindow; `ringmaster rules` shows the hours.';
  return [{ code: 'window.never', detail, hint }];
}
