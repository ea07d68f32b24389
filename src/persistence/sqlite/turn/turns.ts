import { endedStates } from '../../../domain/campaign/campaign.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { CommitResult, Turn } from '../../contract/store.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import { campaignTurnFields } from '../rows/campaigns/campaign-rows.ts';
import { assignments } from '../rows/columns/sql.ts';
import { nameTaken } from '../../contract/failures.ts';
import type { Breakers } from '../attempts/breakers.ts';
import type { Chunks } from './chunks.ts';
import { createConflictReader } from './conflicts.ts';
import type { Connection } from '../connection/connection.ts';
import type { ContactReach } from '../persons/reach.ts';
import type { EventLog } from '../campaigns/events.ts';
import type { Inbox } from './inbox.ts';
import type { Persons } from '../persons/persons.ts';
import type { Requests } from '../clients/requests.ts';
import { createAttendance } from '../attempts/attendance.ts';
import type { Senders } from '../senders/senders.ts';
import type { Cost } from '../cost/cost.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { Series } from '../campaigns/series.ts';
import type { TransitionCounts } from '../campaigns/transition-counts.ts';
import type { SyncStore } from '../sync-store.ts';
import { createTurnAttempts } from './turn-attempts.ts';
import { checkTurn } from '../../contract/turn/turn-check.ts';
import { createTurnContacts } from './turn-contacts.ts';

export type TurnParts = {
  connection: Connection;
  readHead: ReadHead;
  breakers: Breakers;
  chunks: Chunks;
  reach: ContactReach;
  events: EventLog;
  inbox: Inbox;
  persons: Persons;
  requests: Requests;
  senders: Pick<Senders, 'maySend' | 'noteSenderOutcomes'>;
  cost: Pick<Cost, 'spend'>;
  suppressions: Suppressions;
  transitionCounts: TransitionCounts;
  series: Series;
};

/** Commits turns: each completely or not at all, on condition of the campaign row that it updates. */
export function createTurns(parts: TurnParts): Pick<SyncStore, 'commitTurn'> {
  const { connection, breakers, chunks, reach, events, inbox, persons, requests, suppressions } = parts;
  const attendance = createAttendance(connection);
  const { senders, cost, transitionCounts, series } = parts;
  const { prepare, transact } = connection;
  const fence = prepare(
    `UPDATE campaigns SET ${assignments(campaignTurnFields.names)}
     WHERE id = ? AND epoch = ? AND rev = ? AND seq = ? RETURNING number, last_attempt, owner`,
  );
  const noteEnd = prepare(
    'UPDATE campaigns SET contacts_since = min(coalesce(contacts_since, ?1), ?1), events_since = ?1 WHERE number = ?2',
  );
  const readEpoch = prepare('SELECT epoch FROM campaigns WHERE id = ?');
  const nameOwner = prepare('SELECT id FROM campaigns WHERE client = ? AND name = ?');
  const readStop = prepare('SELECT 1 FROM holds WHERE client IN (?, ?)');
  const attempts = createTurnAttempts({ connection });
  const contacts = createTurnContacts({ connection });
  const readConflict = createConflictReader(parts);

  const write = (turn: Turn): CommitResult['kind'] => {
    const { record, expected } = turn;
    const owner = nameOwner.get(record.client, record.name)?.[0];
    if (owner !== undefined && owner !== record.id) throw nameTaken(record);
    const { epoch, rev, seq } = expected;
    const fenced = fence.get(...campaignTurnFields.cells(record), record.id, epoch, rev, seq);
    if (!fenced) return readEpoch.get(record.id)?.[0] === expected.epoch ? 'stale' : 'fenced';
    if (turn.requests.some(requests.isFulfilled)) return 'repeated';
    const started = startedIn(turn);
    if (started.length > 0 && readStop.get(record.client, everyClient)) return 'stopped';
    const { client, updatedAt: at } = record;
    if (!senders.maySend({ client, addresses: turn.senders, at })) return 'sender-barred';
    if (!breakers.areAt(turn.breakersSeen) || !breakers.write(turn.breakers)) return 'breaker-changed';
    const [campaign, lastAttempt, runBy] = fenced as readonly [number, number, string | null];
    if (endedStates.includes(record.state)) noteEnd.run(record.updatedAt, campaign);
    if (!cost.spend(client, turn.spending)) return 'budget-exceeded';
    if (!persons.write(turn.persons)) return 'conflict';
    for (const suppression of turn.suppressions) suppressions.write(suppression);
    if (reach.barred({ campaign, turn }).length > 0) return 'conflict';
    for (const { client, address } of turn.suppressions)
      suppressions.markOptOuts({ client, addresses: [address] });
    if (turn.chunk && !chunks.write({ campaign, record, chunk: turn.chunk })) return 'conflict';
    attempts.write({ campaign, lastAttempt, turn });
    contacts.write({ campaign, lastAttempt, turn });
    transitionCounts.add(campaign, turn.transitions);
    series.add(campaign, turn.series);
    events.append({ number: campaign, id: record.id }, turn.events);
    breakers.note(turn.outcomes);
    senders.noteSenderOutcomes(client, turn.senderOutcomes);
    attendance.note({ client, campaign: record.id }, turn.attendance);
    for (const id of turn.consumed) inbox.consume(record.id, id);
    if (turn.foreign && runBy !== null)
      inbox.putNews({ campaign: record.id, rev: record.rev, seq: record.seq });
    for (const request of turn.requests) requests.write(request, record.client);
    return 'committed';
  };

  return {
    commitTurn(turn) {
      checkTurn(turn);
      const kind = transact(
        () => write(turn),
        (result) => result === 'committed',
      );
      if (kind === 'committed') attempts.remember(turn);
      if (kind !== 'conflict') return { kind };
      // In a transaction, so that all reads see one state. It writes nothing.
      return transact(
        () => readConflict(turn),
        () => false,
      );
    },
  };
}
