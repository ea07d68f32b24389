import { attemptReadColumns, attemptSource } from './attempt-rows.ts';
import { conditions } from './codes.ts';
import type { Connection, Row } from './connection.ts';

/** The attempts that have not ended: few, however many there were. */
export type OpenAttempts = {
  /** Of one campaign, oldest first. */
  ofCampaign: (campaign: number) => Row[];
  /** Newest first, of one person, one campaign, one client, or all, before an id. */
  newest: (input: {
    client?: string | undefined;
    campaign?: number | undefined;
    position?: number | undefined;
    before: string | null;
    limit: number;
  }) => Row[];
};

export function createOpenAttempts({ connection }: { connection: Connection }): OpenAttempts {
  const { prepare } = connection;
  const readById = prepare(`SELECT ${attemptReadColumns} FROM ${attemptSource} WHERE attempts.id = ?`);
  const idsOf = prepare(
    `SELECT id FROM attempts WHERE campaign = ? AND ${conditions.openAttempt} ORDER BY id`,
  );
  const nextCampaign = prepare(
    `SELECT campaign FROM attempts WHERE campaign > ? AND ${conditions.openAttempt} ORDER BY campaign LIMIT 1`,
  );
  const readClient = prepare('SELECT client FROM campaigns WHERE number = ?');

  const openIds = (campaign: number): string[] => idsOf.all(campaign).map((row) => row[0] as string);

  const campaignsWithOpen = (): number[] => {
    const found: number[] = [];
    let row = nextCampaign.get(-1);
    while (row) {
      const number = row[0] as number;
      found.push(number);
      row = nextCampaign.get(number);
    }
    return found;
  };

  const readRows = (ids: readonly string[]): Row[] =>
    ids.flatMap((id) => {
      const row = readById.get(id);
      return row ? [row] : [];
    });

  return {
    ofCampaign: (campaign) => readRows(openIds(campaign)),
    newest({ client, campaign, position, before, limit }) {
      const campaigns = campaign === undefined ? campaignsWithOpen() : [campaign];
      const theirs = campaigns.filter(
        (number) => client === undefined || readClient.get(number)?.[0] === client,
      );
      const ids = theirs
        .flatMap(openIds)
        .filter((id) => before === null || id < before)
        .sort()
        .toReversed();
      if (position === undefined) return readRows(ids.slice(0, limit));
      return readRows(ids)
        .filter((row) => row[2] === position)
        .slice(0, limit);
    },
  };
}
