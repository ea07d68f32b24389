import type { Attempt } from '../../../domain/attempt/attempt.ts';
import { positionWithoutCampaign } from '../../contract/failures.ts';
import type { Page } from '../../contract/pages.ts';
import { attempts, attemptSource } from '../rows/attempts/attempt-rows.ts';
import type { ReadHead } from '../campaigns/campaign-heads.ts';
import type { Connection, Row } from '../connection/connection.ts';
import { readCursor, toPage } from '../../contract/cursors.ts';
import { keyOf } from '../../common/keys.ts';
import { keyRange } from '../rows/keys.ts';
import type { OpenAttempts } from './open-attempts.ts';
import type { SyncStore } from '../sync-store.ts';
import { attemptsOfTrail } from '../rows/contacts/trail.ts';

type ListInput = Parameters<SyncStore['listAttempts']>[0];

/**
 * The maximum number of attempts of other clients that a page skips, a read of some milliseconds. The page ends there.
 */
const maxPassedOver = 1_000;
/** Greater than every id. */
const afterEveryId = '\u{10ffff}';

/** Lists attempts, newest first: by id across campaigns, in the order of minting within one campaign. */
export function createAttemptLists({
  connection,
  readHead,
  openAttempts,
}: {
  connection: Connection;
  readHead: ReadHead;
  openAttempts: OpenAttempts;
}): Pick<SyncStore, 'listAttempts'> {
  const { prepare } = connection;
  const select = `SELECT ${attempts.select({ inFull: true })} FROM ${attemptSource}`;
  const readByKey = prepare(`${select} WHERE attempts.key = ?`);
  const readKey = prepare('SELECT key FROM attempts WHERE id = ?');
  const readTrail = prepare('SELECT trail FROM enrollments WHERE key = ?');
  const readClient = prepare('SELECT client FROM campaigns WHERE number = ?');
  const newestOfCampaign = prepare(
    `${select} WHERE attempts.key >= ? AND attempts.key < ? ORDER BY attempts.key DESC LIMIT ?`,
  );
  const newest = prepare(`${select} WHERE attempts.id < ? ORDER BY attempts.id DESC LIMIT ?`);
  const newestOfClient = prepare(
    `${select} WHERE attempts.id < ? AND attempts.id >= ? AND campaigns.client = ?
     ORDER BY attempts.id DESC LIMIT ?`,
  );
  const passOver = prepare('SELECT id FROM attempts WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?');

  const page = (rows: readonly Row[], limit: number): Page<Attempt> =>
    toPage({ found: rows.map(attempts.read), limit, cursorOf: (attempt) => [attempt.id] });

  const keyBefore = (id: string | null, campaign: number): number =>
    ((id === null ? undefined : readKey.get(id))?.[0] as number | undefined) ?? keyRange(campaign).last;

  const listOfPerson = (campaign: number, position: number, before: number, limit: number): Row[] => {
    const trail = readTrail.get(keyOf(campaign, position))?.[0] as string | undefined;
    const keys = attemptsOfTrail(trail ?? '').map((number) => keyOf(campaign, number));
    const earlier = keys.filter((key) => key < before).toReversed();
    return earlier.slice(0, limit).flatMap((key) => readByKey.all(key));
  };

  const listOfClient = (client: string, before: string, limit: number): Page<Attempt> => {
    const cut = (passOver.get(before, maxPassedOver)?.[0] ?? null) as string | null;
    const rows = newestOfClient.all(before, cut ?? '', client, limit + 1);
    if (rows.length > limit || cut === null) return page(rows, limit);
    return { items: rows.map(attempts.read), next: JSON.stringify([cut]) };
  };

  return {
    listAttempts(input: ListInput) {
      const { client, campaign, position, openOnly, after, limit } = input;
      const before = readCursor({ after, form: [''] as const })?.[0] ?? null;
      if (campaign === undefined) {
        if (position !== undefined) throw positionWithoutCampaign();
        if (openOnly) return page(openAttempts.newest({ client, before, limit: limit + 1 }), limit);
        if (client !== undefined) return listOfClient(client, before ?? afterEveryId, limit);
        return page(newest.all(before ?? afterEveryId, limit + 1), limit);
      }
      const number = readHead(campaign)?.number;
      const isTheirs = number !== undefined && [undefined, readClient.get(number)?.[0]].includes(client);
      if (!isTheirs) return { items: [], next: null };
      if (openOnly) {
        return page(openAttempts.newest({ campaign: number, position, before, limit: limit + 1 }), limit);
      }
      const end = keyBefore(before, number);
      if (position !== undefined) return page(listOfPerson(number, position, end, limit + 1), limit);
      return page(newestOfCampaign.all(keyRange(number).first, end, limit + 1), limit);
    },
  };
}
