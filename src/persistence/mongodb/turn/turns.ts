import type { ClientSession } from 'mongodb';
import { endedStates } from '../../../domain/campaign/campaign.ts';
import { everyClient } from '../../../domain/contact/party.ts';
import { startedIn } from '../../contract/turn/started.ts';
import type { CommitResult, Turn, TurnStore } from '../../contract/turn/turns.ts';
import { checkTurn } from '../../contract/turn/turn-check.ts';
import type { Collections } from '../documents/collections.ts';
import { isDuplicateKey } from '../connection/failures.ts';
import type { Transactions } from '../connection/transactions.ts';
import { documentOf } from '../campaigns/campaigns.ts';
import { nameTaken } from '../../contract/failures.ts';
import type { Breakers } from '../attempts/breakers.ts';
import type { EventLog } from '../campaigns/events.ts';
import type { Figures } from '../campaigns/figures.ts';
import type { Inbox } from './inbox.ts';
import type { Requests } from '../clients/requests.ts';
import { createAttendance } from '../attempts/attendance.ts';
import type { Senders } from '../senders/senders.ts';
import type { Cost } from '../cost/cost.ts';
import type { Suppressions } from '../persons/suppressions.ts';
import type { Chunks } from './chunks.ts';
import type { Persons } from '../persons/persons.ts';
import type { ContactReach } from '../persons/reach.ts';
import { createTurnWrites } from './turn-writes.ts';

type Fenced = { number: number; lastAttempt: number; lastHash: string; owner: string | null };

/** The parts of the store that a turn writes. */
type TurnParts = {
  collections: Collections;
  breakers: Breakers;
  chunks: Chunks;
  persons: Persons;
  reach: ContactReach;
  events: EventLog;
  figures: Figures;
  inbox: Inbox;
  requests: Requests;
  senders: Pick<Senders, 'maySend' | 'noteSenderOutcomes'>;
  cost: Pick<Cost, 'spend'>;
  suppressions: Suppressions;
};

/**
 * Commits turns, each in one transaction. It first updates the campaign, on condition of epoch, rev and seq. A turn
 * that lost therefore fails before it writes anything else, and every other change of the campaign at the same time
 * conflicts with this update. Reading these values would not be enough.
 */
export function createTurns({
  transactions,
  ...parts
}: TurnParts & { transactions: Transactions }): Pick<TurnStore, 'commitTurn'> {
  const write = createWriteTurn(parts);
  const nameOwner = async ({ record: { client, name } }: Turn): Promise<string | null> =>
    (await parts.collections.campaigns.findOne({ client, name }, { projection: { _id: 1 } }))?._id ?? null;

  return {
    async commitTurn(turn) {
      checkTurn(turn);
      try {
        const kind = await transactions.run(
          (session) => write(turn, session),
          (result) => result === 'committed',
        );
        if (kind === 'committed')
          await parts.persons.meetTurnsUnderWay(turn.suppressions.map(({ address }) => address));
        return kind === 'conflict' ? await readConflict(parts, turn) : { kind };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const owner = await nameOwner(turn);
        throw owner !== null && owner !== turn.record.id ? nameTaken(turn.record) : error;
      }
    },
  };
}

type WriteTurn = (turn: Turn, session: ClientSession) => Promise<CommitResult['kind']>;

/**
 * Writes a turn within the running transaction. Unless it resolves with `committed`, the transaction must be aborted.
 */
function createWriteTurn(parts: TurnParts): WriteTurn {
  const { collections, breakers, events, figures, inbox, requests } = parts;
  const { campaigns } = collections;
  const writes = createTurnWrites(collections);
  const attendance = createAttendance(collections);
  return async (turn, session) => {
    const { record } = turn;
    const fenced = await fence(campaigns, turn, session);
    if (!fenced) return lost(campaigns, turn, session);
    const { number: campaign, lastAttempt, lastHash, owner } = fenced;
    const hindrance = await findHindrance(parts, { campaign, turn }, session);
    if (hindrance) return hindrance;
    if (turn.chunk) await parts.chunks.write({ campaign, record, chunk: turn.chunk }, session);
    await writes.attempts({ campaign, lastAttempt, turn }, session);
    await writes.contacts({ campaign, lastAttempt, turn }, session);
    await figures.add(campaign, turn, session);
    const hash = await events.append({ campaign, previous: lastHash, events: turn.events }, session);
    if (hash !== lastHash) {
      await campaigns.updateOne({ _id: record.id }, { $set: { lastHash: hash } }, { session });
    }
    await breakers.note(campaign, turn.outcomes, session);
    await parts.senders.noteSenderOutcomes({ campaign, client: record.client }, turn.senderOutcomes, session);
    await attendance.note({ client: record.client, campaign: record.id }, turn.attendance, session);
    await inbox.consume({ campaign: record.id, ids: turn.consumed }, session);
    if (turn.foreign && owner !== null)
      await inbox.putNews({ campaign: record.id, owner, rev: record.rev, seq: record.seq }, session);
    for (const request of turn.requests) await requests.write(request, record.client, session);
    return 'committed';
  };
}

/**
 * Updates the campaign. Resolves with its state before, or with null if that is not the state on which the turn was
 * decided.
 */
function fence(
  campaigns: Collections['campaigns'],
  { record, expected, minted, events }: Turn,
  session: ClientSession,
): Promise<Fenced | null> {
  const { _id, owner: _o, epoch: _e, ...changed } = documentOf(record);
  const hasEnded = endedStates.includes(record.state);
  return campaigns.findOneAndUpdate(
    { _id, ...expected },
    {
      $set: {
        ...changed,
        ...(events.length > 0 && { unpublished: true as const }),
        ...(hasEnded && { eventsSince: record.updatedAt }),
      },
      ...(hasEnded && { $min: { contactsSince: record.updatedAt } }),
      $inc: { lastAttempt: minted.length },
    },
    { projection: { number: 1, lastAttempt: 1, lastHash: 1, owner: 1 }, session },
  );
}

async function lost(
  campaigns: Collections['campaigns'],
  { record, expected }: Turn,
  session: ClientSession,
): Promise<'stale' | 'fenced'> {
  const found = await campaigns.findOne({ _id: record.id }, { projection: { epoch: 1 }, session });
  return found?.epoch === expected.epoch ? 'stale' : 'fenced';
}

/**
 * Writes breakers, persons and suppressions, each on its condition. Resolves with the result if a condition failed, or
 * null.
 */
async function findHindrance(
  { collections, breakers, chunks, persons, reach, requests, senders, cost, suppressions }: TurnParts,
  { campaign, turn }: { campaign: number; turn: Turn },
  session: ClientSession,
): Promise<CommitResult['kind'] | null> {
  const { client, updatedAt: at } = turn.record;
  if (await requests.isAnyFulfilled(turn.requests, session)) return 'repeated';
  const stops = { _id: { $in: [client, everyClient] } };
  if (startedIn(turn).length > 0 && (await collections.holds.findOne(stops, { session }))) return 'stopped';
  if (!(await senders.maySend({ client, addresses: turn.senders, at }, session))) return 'sender-barred';
  if (!(await breakers.areAt(turn.breakersSeen, session))) return 'breaker-changed';
  if (!(await breakers.write(turn.breakers, session))) return 'breaker-changed';
  if (!(await cost.spend(client, turn.spending, session))) return 'budget-exceeded';
  if (!(await persons.write(turn.persons, session))) return 'conflict';
  if ((await reach.barred(campaign, turn, session)).length > 0) return 'conflict';
  await suppressions.write(turn.suppressions, session);
  for (const put of turn.suppressions)
    await suppressions.markOptOuts({ client: put.client, addresses: [put.address] }, session);
  const taken = turn.chunk ? await chunks.takenIdentities(campaign, turn.chunk, session) : [];
  return taken.length > 0 ? 'conflict' : null;
}

/**
 * Resolves with everything that has changed since the turn was decided and conflicts with it. It is called after the
 * transaction was aborted.
 */
async function readConflict(
  { collections, persons, reach, chunks }: TurnParts,
  turn: Turn,
): Promise<CommitResult> {
  const { id } = turn.record;
  const found = await collections.campaigns.findOne({ _id: id }, { projection: { number: 1 } });
  const campaign = found?.number ?? -1;
  return {
    kind: 'conflict',
    persons: await persons.outdated(turn.persons),
    barred: await reach.barred(campaign, turn),
    identities: turn.chunk ? await chunks.takenIdentities(campaign, turn.chunk) : [],
  };
}
