import type { EnrollmentEnd } from '../../../domain/contact/enrollment.ts';
import type { Connection } from '../connection/connection.ts';

/** What reads of a campaign's rows need of it: its number, its client, and what everyone at rest became, if it was ended whole. */
export type CampaignHead = { number: number; client: string; rest: EnrollmentEnd | null };

export type ReadHead = (campaign: string) => CampaignHead | null;

export function createHeads({ connection }: { connection: Connection }): ReadHead {
  const read = connection.prepare('SELECT number, client, rest FROM campaigns WHERE id = ?');
  return (campaign) => {
    const row = read.get(campaign);
    if (!row) return null;
    const [number, client, rest] = row as readonly [number, string, EnrollmentEnd | null];
    return { number, client, rest };
  };
}
