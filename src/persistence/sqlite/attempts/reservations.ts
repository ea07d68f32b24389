import type { Reservation } from '../../contract/attempts/limits.ts';
import { noReservation } from '../../common/limit-rules.ts';
import type { Connection } from '../connection/connection.ts';
import { upsertInto } from '../rows/columns/sql.ts';
import { limitReservations } from '../rows/attempts/limit-rows.ts';

type Owned = { campaign: string; epoch: number };

/** Whether the owner of a campaign may reserve under an id, and if not, the answer to it. */
type Asked = { kind: 'new' } | { kind: 'answered'; answer: Reservation };

/** The last reservation of each campaign. An owner makes one reservation at a time, with ids that grow. */
export type Reservations = {
  ask: (input: Owned & { id: number }) => Asked;
  note: (input: Owned & { id: number; answer: Reservation }) => void;
  /** Makes the answers void: none of the slots that they granted is held any more. */
  void: (campaign: string) => void;
};

export function createReservations({ prepare }: Pick<Connection, 'prepare'>): Reservations {
  const read = prepare(
    `SELECT campaigns.epoch, last.epoch, last.id, last.answer FROM campaigns
     LEFT JOIN limit_reservations AS last ON last.campaign = campaigns.id WHERE campaigns.id = ?`,
  );
  const put = prepare(
    upsertInto('limit_reservations', { names: limitReservations.names, key: ['campaign'] }),
  );
  const clear = prepare('UPDATE limit_reservations SET answer = ? WHERE campaign = ?');
  return {
    ask({ campaign, epoch, id }) {
      const [current, lastEpoch, lastId, answer] = read.get(campaign) ?? [];
      if (current !== epoch) return { kind: 'answered', answer: noReservation };
      if (lastEpoch !== epoch || id > (lastId as number)) return { kind: 'new' };
      return {
        kind: 'answered',
        answer: id === lastId ? (JSON.parse(answer as string) as Reservation) : noReservation,
      };
    },
    note(reservation) {
      put.get(...limitReservations.cells(reservation));
    },
    void(campaign) {
      clear.get(JSON.stringify(noReservation), campaign);
    },
  };
}
