import { createHash } from 'node:crypto';
import type { ContactCommand, Engine } from '../../actors/index.ts';
import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import type { RequestKey } from '../../domain/request-key.ts';

/** The commands that are given at once to an instance that runs the campaign; it decides them together. */
const atOnceByOwner = 50;

type Outcome = 'changed' | 'unchanged' | 'refused';
export type BulkCounts = Record<Outcome, number>;

/** The key of a request for one of its contacts, so that a repeat of the request does no work twice. */
function keyFor({ key, ...rest }: RequestKey, position: number): RequestKey {
  return { ...rest, key: createHash('sha256').update(`${key} ${position}`).digest('hex') };
}

/**
 * Sends a command to each of these contacts, as if it were sent for each alone. A contact whose state does not accept it
 * is counted and left as it is. Rejects if the campaign cannot be reached; what was committed before stays.
 */
export async function commandContacts({
  engine,
  record,
  contacts,
  command,
  by,
  request,
}: {
  engine: Pick<Engine, 'commandContact'>;
  record: Pick<CampaignRecord, 'id' | 'owner'>;
  contacts: readonly Pick<Enrollment, 'position'>[];
  command: Omit<ContactCommand, 'position'>;
  by: string;
  request: RequestKey | undefined;
}): Promise<BulkCounts> {
  const counts: BulkCounts = { changed: 0, unchanged: 0, refused: 0 };
  const one = async ({ position }: Pick<Enrollment, 'position'>): Promise<Outcome> => {
    try {
      const { changed } = await engine.commandContact({
        campaign: record.id,
        command: { ...command, position },
        by,
        request: request && keyFor(request, position),
      });
      return changed ? 'changed' : 'unchanged';
    } catch (error) {
      if (isRingmasterError(error, 'contact.command-refused')) return 'refused';
      throw error;
    }
  };
  // Without an owner each command is a turn of its own, and turns at the same time would hinder each other.
  const atOnce = record.owner === null ? 1 : atOnceByOwner;
  for (let from = 0; from < contacts.length; from += atOnce) {
    const outcomes = await Promise.all(contacts.slice(from, from + atOnce).map(one));
    for (const outcome of outcomes) counts[outcome] += 1;
  }
  return counts;
}
