import type { Reservation } from '../../contract/attempts/limits.ts';
import { givenAnswer, keepingHanded } from '../../common/handed-starts.ts';
import type { StoredAnswer } from '../../common/handed-starts.ts';
import { noReservation } from '../../common/limit-rules.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { limitReservations } from '../rows/attempts/limit-rows.ts';

type Owned = { campaign: string; epoch: number };

/**
 * Whether the owner of a campaign may reserve under an id, and what was handed over to it; if it may not, the answer to
 * it.
 */
type Asked = ({ kind: 'new' } & Pick<StoredAnswer, 'handed'>) | { kind: 'answered'; answer: Reservation };

/** The last reservation of each campaign. An owner makes one reservation at a time, with ids that grow. */
export type Reservations = {
  ask: (input: Owned & { id: number }) => Asked;
  note: (input: Owned & { id: number; answer: StoredAnswer }) => void;
  /** Makes the answers void: none of the slots that they granted is held any more. */
  void: (campaign: string) => void;
  /** Stores what the owner of `handed.epoch` leaves to the next one. */
  handOver: (input: { campaign: string; handed: NonNullable<StoredAnswer['handed']> }) => void;
};

/** Lower than the id of each reservation. */
const beforeAll = 0;

export function createReservations({ prepare }: Pick<Connection, 'prepare'>): Reservations {
  const readEpoch = prepare('SELECT epoch FROM campaigns WHERE id = ?');
  const readLast = prepare(`SELECT ${limitReservations.select()} FROM limit_reservations WHERE campaign = ?`);
  const put = prepare(
    upsertInto('limit_reservations', { names: limitReservations.names, key: ['campaign'] }),
  );
  const note: Reservations['note'] = (reservation) => void put.get(...limitReservations.cells(reservation));
  const lastOf = (campaign: string) => {
    const row = readLast.get(campaign);
    return row ? limitReservations.read(row) : null;
  };
  return {
    note,
    ask({ campaign, epoch, id }) {
      if (readEpoch.get(campaign)?.[0] !== epoch) return { kind: 'answered', answer: noReservation };
      const last = lastOf(campaign);
      if (last?.epoch !== epoch || id > last.id)
        return { kind: 'new', ...(last?.answer.handed && { handed: last.answer.handed }) };
      return { kind: 'answered', answer: id === last.id ? givenAnswer(last.answer) : noReservation };
    },
    void(campaign) {
      const last = lastOf(campaign);
      if (last) note({ ...last, answer: keepingHanded(noReservation, last.answer) });
    },
    handOver({ campaign, handed }) {
      const { epoch } = handed;
      const last = lastOf(campaign);
      const own = last?.epoch === epoch ? last : { id: beforeAll, answer: noReservation };
      note({ campaign, epoch, id: own.id, answer: { ...givenAnswer(own.answer), handed } });
    },
  };
}
