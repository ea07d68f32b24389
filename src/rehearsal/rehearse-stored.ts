import type { Logger } from 'pino';
import { withBotsOf } from './put-bots.ts';
import { readSnapshot, withRestOfWarmUp } from '../actors/index.ts';
import type { SharedLimits } from '../actors/index.ts';
import type { CallingRule } from '../domain/time/calling-rule.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import { parseClientSettings } from '../domain/campaign/client-settings.ts';
import type { ClientSettings } from '../domain/campaign/client-settings.ts';
import type { EnrollableRow } from '../domain/contact/contact.ts';
import { externalIdKey, optOutReasons } from '../domain/contact/opt-out.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import { isEnd } from '../domain/contact/enrollment.ts';
import type { Reach } from '../domain/contact/reach.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import { channels } from '../channels/registry.ts';
import { attemptCapsOf } from '../rules/person/attempt-caps.ts';
import type { Store } from '../persistence/contract/store.ts';
import type { Clock } from '../platform/clock.ts';
import { rehearse } from './rehearse.ts';
import { storedSkips } from './stored-skips.ts';
import type { ListPiece } from './sample/read-list.ts';
import { rehearsalView } from './rehearsal-view.ts';
import type { Play } from './worker/rehearse-in-worker.ts';

const chunkRows = 500;
/** Yields the contacts of a stored campaign that have not ended or are suppressed, as rows of a list. */
async function* remainingRows({
  store,
  record,
  at,
}: {
  store: Store;
  record: CampaignRecord;
  /** The business time at which suppressions are checked. */
  at: number;
}): AsyncGenerator<ListPiece> {
  const calendars = new Map(
    (await store.readCalendars(record.id)).map(({ number, calendar }) => [number, calendar]),
  );
  const readVariables = variablesReader({ store, record });
  const toRow = (
    { position, calendar, person }: Enrollment,
    { addresses }: Pick<Reach, 'addresses'>,
    variables: Readonly<Record<string, string>>,
  ): EnrollableRow => {
    return {
      row: position,
      identity: `position:${position}`,
      address: addresses[0]?.address ?? externalIdKey(person),
      calendar: calendars.get(calendar) ?? { zones: [], regions: [] },
      cells: [],
      contact: {
        name: null,
        addresses,
        // Contacts of one person stay one person.
        externalId: person,
        timeZone: null,
        variables,
      },
    };
  };
  let after: string | undefined;
  do {
    const page = await store.listEnrollments({
      campaign: record.id,
      limit: chunkRows,
      ...(after !== undefined && { after }),
    });
    const shown = page.items.filter(({ state }) => !isEnd(state) || state === 'suppressed');
    const variables = await readVariables(shown.map(({ position }) => position));
    const positions = shown.map(({ position }) => position);
    const reaches = new Map(
      (await store.readReach({ campaign: record.id, positions, at })).map((reach) => [reach.position, reach]),
    );
    const persons = await store.readPersons(shown.map(({ person }) => person));
    const rows = shown.map((enrollment) =>
      toRow(
        { ...enrollment, person: persons.get(enrollment.person)?.id ?? enrollment.person },
        reaches.get(enrollment.position) ?? { addresses: [] },
        variables.get(enrollment.position) ?? {},
      ),
    );
    const optOuts = shown.flatMap(({ state, person }, index): RowOptOut[] => {
      const row = rows[index];
      const isLeftOut = state === 'suppressed' || (persons.get(person)?.optOut ?? null) !== null;
      return row && isLeftOut
        ? [{ row: row.row, marks: [{ key: row.address, reason: optOutReasons.all }] }]
        : [];
    });
    const waits = [...reaches.values()].flatMap(({ marks }) => marks.filter(({ until }) => until !== null));
    yield { rows, rejected: [], optOuts, waits };
    after = page.next ?? undefined;
  } while (after !== undefined);
}

type VariablesByPosition = ReadonlyMap<number, Readonly<Record<string, string>>>;

/** Creates the reader of variables. It reads them only for campaigns in which a text can be empty. */
function variablesReader({
  store,
  record,
}: {
  store: Pick<Store, 'readContacts'>;
  record: CampaignRecord;
}): (positions: readonly number[]) => Promise<VariablesByPosition> {
  const isNeeded = record.definition.steps.some(channels.mayBeSilent);
  return async (positions) => {
    if (!isNeeded || positions.length === 0) return new Map();
    const contacts = await store.readContacts({ campaign: record.id, positions });
    return new Map(contacts.map(({ position, contact }) => [position, contact.variables]));
  };
}

/** Returns the start of the rehearsal: now, or the start of a scheduled campaign. */
function startOf({ record, now }: { record: CampaignRecord; now: number }): number {
  const { startAt } = readSnapshot(record).context;
  return record.state === 'scheduled' && startAt !== null ? Math.max(now, startAt) : now;
}

/**
 * Creates the rehearsal of stored campaigns, with the contacts that have not ended. `skipped` are the rows that its
 * imports rejected.
 */
export function createStoredRehearsal({
  store,
  shared,
  calling,
  business,
  log,
  play = rehearse,
}: {
  store: Store;
  shared: SharedLimits;
  /** The calling rules in force; none by default. */
  calling?: readonly CallingRule[];
  business: Clock;
  log: Logger;
  /** Runs the plays, in this thread or in a separate one. Default: in this thread. */
  play?: Play;
}): (input: {
  record: CampaignRecord;
  signal?: AbortSignal | undefined;
}) => Promise<ReturnType<typeof rehearsalView>> {
  return async ({ record, signal }) => {
    const startAt = startOf({ record, now: Math.floor(business.now()) });
    const client = parseClientSettings((await store.readClient(record.client))?.settings ?? {});
    const rehearsal = await play({
      definition: withBotsOf(
        client,
        withCapsOf(client, withRestOfWarmUp({ record, timeZone: client.timezone, at: startAt })),
      ),
      list: () => remainingRows({ store, record, at: startAt }),
      startAt,
      shared,
      calling,
      senders: await store.listSenders(record.client),
      log: log.child({ rehearsal: record.id }, { level: 'error' }),
      signal,
    });
    const imports = await store.listImports(record.id);
    return rehearsalView({
      ...rehearsal,
      optedOut: imports.reduce((sum, { optedOut }) => sum + optedOut, 0),
      addressesSuppressed: imports.reduce((sum, { addressesSuppressed }) => sum + addressesSuppressed, 0),
      skipped: await storedSkips({ store, campaign: record.id }),
    });
  };
}

/** The campaign with the caps per person that apply to it, those of its client included: a play has no client. */
function withCapsOf(
  client: Pick<ClientSettings, 'perPerson'>,
  definition: CampaignDefinition,
): CampaignDefinition {
  const caps = attemptCapsOf({ retry: definition.retry, client });
  const finite = Object.entries(caps).filter(([, cap]) => Number.isFinite(cap));
  return { ...definition, retry: { ...definition.retry, ...Object.fromEntries(finite) } };
}
