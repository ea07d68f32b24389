import { isFullOptOut } from '../contact/opt-out.ts';
import { everyClient } from '../contact/party.ts';

/**
 * Where an entry of a do-not-contact list comes from. `touch`: an opt-out in a call or message. `contacts`: the opt-out of
 * a row of a contact list. `import`: a do-not-contact list that was imported.
 */
export const suppressionSources = ['operator', 'api', 'touch', 'contacts', 'import', 'complaint'] as const;
export type SuppressionSource = (typeof suppressionSources)[number];

/** The list that an entry is on: that of a campaign, of a client, or (client `*`) of all clients. */
export type SuppressionList = {
  client: string;
  /** The id of the campaign to which alone the entry applies; null for all campaigns of the client. */
  campaign: string | null;
};

/** An address that must not be contacted. */
export type Suppression = SuppressionList & {
  address: string;
  reason: string;
  source: SuppressionSource;
  /** The file, ticket or document that the entry comes from; null if none is known. */
  origin: string | null;
  by: string;
  at: number;
  /** The instant from which the entry no longer applies; null if it has no end. */
  expiresAt: number | null;
};

/** An entry on the list of a client or of all clients, without an end. */
export function lasting(
  entry: Pick<Suppression, 'client' | 'address' | 'reason' | 'source' | 'by' | 'at'>,
): Suppression {
  return { ...entry, campaign: null, origin: null, expiresAt: null };
}

/** Whether the entry applies at an instant. It ends exactly at `expiresAt`. */
export function isInForce({ expiresAt }: Pick<Suppression, 'expiresAt'>, at: number): boolean {
  return expiresAt === null || at < expiresAt;
}

/** Whether the entry is on a list that this campaign of this client must obey. */
export function appliesTo(entry: SuppressionList, { client, campaign }: SuppressionList): boolean {
  if (entry.client !== client && entry.client !== everyClient) return false;
  return entry.campaign === null || entry.campaign === campaign;
}

/**
 * Whether the entry covers the whole person: a full opt-out from all campaigns of the client, without an end.
 */
export function coversPerson({ reason, campaign, expiresAt }: Suppression): boolean {
  return isFullOptOut(reason) && campaign === null && expiresAt === null;
}

/** What is stored after an addition, and whether the list has changed. */
export type Addition = { stored: Suppression; effect: 'added' | 'changed' | 'unchanged' };

/**
 * Returns the entry to store when `added` is put where `before` may be. An addition never weakens a list: a full opt-out is
 * not replaced by another reason, and an end is not moved to an earlier instant. To weaken an entry, remove it first. An
 * imported list that is repeated changes nothing.
 */
export function addTo(before: Suppression | null, added: Suppression): Addition {
  if (before === null) return { stored: added, effect: 'added' };
  const isKept = isInForce(before, added.at) && (isStronger(before, added) || isRepeated(before, added));
  return isKept ? { stored: before, effect: 'unchanged' } : { stored: added, effect: 'changed' };
}

function isStronger(before: Suppression, added: Suppression): boolean {
  if (isFullOptOut(before.reason) !== isFullOptOut(added.reason)) return isFullOptOut(before.reason);
  return endOf(added) < endOf(before);
}

/** Whether an imported entry says nothing new. The first author and time are kept. */
function isRepeated(before: Suppression, added: Suppression): boolean {
  return added.source === 'import' && before.reason === added.reason && before.expiresAt === added.expiresAt;
}

function endOf({ expiresAt }: Pick<Suppression, 'expiresAt'>): number {
  return expiresAt ?? Number.POSITIVE_INFINITY;
}
