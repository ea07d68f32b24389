import type { EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import type { Connection } from '../connection/connection.ts';

/** What reads of a campaign's rows need of it: its number, and what everyone at rest became, if it was ended whole. */
export type CampaignHead = { number: number; rest: EnrollmentEnd | null };

export type ReadHead = (campaign: string) => CampaignHead | null;

export function createHeads({ connection }: { connection: Connection }): ReadHead {
  const read = connection.prepare('SELECT number, rest FROM campaigns WHERE id = ?');
  return (campaign) => {
    const row = read.get(campaign);
    return row ? { number: row[0] as number, rest: row[1] as EnrollmentEnd | null } : null;
  };
}
