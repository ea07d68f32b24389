import { attempts, attemptSource } from '../rows/attempts/attempt-rows.ts';
import { conditions } from '../rows/codes.ts';
import type { Connection, Row } from '../connection/connection.ts';

/** The attempts that have not ended. There are few of them, even if there were many attempts. */
export type OpenAttempts = {
  /** Returns those of one campaign, in the order of minting. */
  ofCampaign: (campaign: number) => Row[];
  /** Returns those of all campaigns. */
  all: () => Row[];
  /** Returns those before an id, newest first: of one contact, one campaign, one client, or all. */
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
  const readOpen = prepare(
    `SELECT ${attempts.select({ inFull: true })} FROM ${attemptSource}
     WHERE attempts.campaign = ? AND attempts.${conditions.openAttempt} ORDER BY attempts.key`,
  );
  const nextCampaign = prepare(
    `SELECT campaign FROM attempts WHERE campaign > ? AND ${conditions.openAttempt} ORDER BY campaign LIMIT 1`,
  );
  const readClient = prepare('SELECT client FROM campaigns WHERE number = ?');

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

  return {
    ofCampaign: (campaign) => readOpen.all(campaign),
    all: () => campaignsWithOpen().flatMap((campaign) => readOpen.all(campaign)),
    newest({ client, campaign, position, before, limit }) {
      const campaigns = campaign === undefined ? campaignsWithOpen() : [campaign];
      return campaigns
        .filter((number) => client === undefined || readClient.get(number)?.[0] === client)
        .flatMap((number) => readOpen.all(number))
        .filter((row) => before === null || idOf(row) < before)
        .filter((row) => position === undefined || positionOf(row) === position)
        .toSorted((left, right) => (idOf(left) < idOf(right) ? 1 : -1))
        .slice(0, limit);
    },
  };
}

function idOf(row: Row): string {
  return row[1] as string;
}

function positionOf(row: Row): number {
  return row[2] as number;
}
