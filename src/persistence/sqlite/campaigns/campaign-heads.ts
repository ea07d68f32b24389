import type { EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import type { CampaignHead } from '../../common/campaign-head.ts';
import type { Connection } from '../connection/connection.ts';

/** Reads the head of a campaign by its id; null if there is no such campaign. */
export type ReadHead = (campaign: string) => CampaignHead | null;

export function createReadHead({ prepare }: Pick<Connection, 'prepare'>): ReadHead {
  const read = prepare('SELECT number, client, rest FROM campaigns WHERE id = ?');
  return (campaign) => {
    const row = read.get(campaign);
    if (!row) return null;
    const [number, client, rest] = row as readonly [number, string, EnrollmentEnd | null];
    return { number, client, rest };
  };
}

/** Reads the head of a campaign in which contacts may still be due; null if the campaign was cancelled or expired. */
export function createReadDueHead(readHead: ReadHead): ReadHead {
  return (campaign) => {
    const head = readHead(campaign);
    return head?.rest === null ? head : null;
  };
}
