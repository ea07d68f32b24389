import type { CampaignRecord } from '../../domain/campaign/campaign.ts';
import { addressesOfKind, firstAddress } from '../../domain/contact/address.ts';
import type { Contact } from '../../domain/contact/contact.ts';
import { isDispatchable } from '../../domain/contact/enrollment.ts';
import type { Enrollment } from '../../domain/contact/enrollment.ts';
import { enrollmentIdOf } from '../../domain/ids.ts';
import type { Store } from '../../persistence/contract/store.ts';
import { statusOf } from '../campaign-status.ts';
import type { CampaignStatus } from '../campaign-status.ts';
import { instantOrNull, instantText } from '../instants.ts';

/** One contact in a campaign; instants are RFC 3339 in UTC. */
export type ContactView = {
  /** Of the contact. */
  id: string;
  enrollmentId: string;
  campaign: string;
  /** The row in the list. */
  row: number;
  /** The order within the campaign, from 1. */
  position: number;
  name: string | null;
  /** The first number. */
  phone: string | null;
  /** The first email address. */
  email: string | null;
  /** The first LinkedIn profile. */
  linkedin: string | null;
  /** Every phone number, in the order in which they are tried, with the extension to dial. `exists`: false if it does not. */
  phones: readonly { phone: string; extension: string | null; exists: boolean }[];
  /** Every address; those of the same kind are tried in this order. `extension`: to dial after a phone number. */
  addresses: Contact['addresses'];
  externalId: string | null;
  timeZone: string | null;
  state: Enrollment['state'];
  /** The id of the contact's current step. */
  step: string | null;
  attempts: number;
  /** When the contact is due again; null for a contact that was not tried yet, and if nothing is due. */
  dueAt: string | null;
  waitReason: Enrollment['waitReason'] | null;
  /** The time at which the contact asked to be called; null without a call-back that is still to be made. */
  callBackAt: string | null;
  lastDisposition: Enrollment['lastDisposition'];
  lastOutcome: Enrollment['lastOutcome'];
  lastAttemptAt: string | null;
  /** When a review ends on its own. */
  deadlineAt: string | null;
  endedAt: string | null;
};

function viewOf({
  record,
  status,
  enrollment,
  contact,
}: {
  record: CampaignRecord;
  status: CampaignStatus;
  enrollment: Enrollment;
  contact: Contact | undefined;
}): ContactView {
  const waits = isDispatchable(enrollment.state);
  const addresses = contact?.addresses ?? [];
  return {
    id: enrollment.contact,
    enrollmentId: enrollmentIdOf(enrollment.contact),
    campaign: record.id,
    row: contact?.row ?? enrollment.position,
    position: enrollment.position,
    name: contact?.name ?? null,
    phone: firstAddress(addresses, 'phone'),
    email: firstAddress(addresses, 'email'),
    linkedin: firstAddress(addresses, 'linkedin'),
    phones: addressesOfKind(addresses, 'phone').map((one) => ({
      phone: one.address,
      extension: one.extension,
      exists: !(enrollment.lines?.dead.includes(addresses.indexOf(one)) ?? false),
    })),
    addresses,
    externalId: contact?.externalId ?? null,
    timeZone: contact?.timeZone ?? null,
    state: enrollment.state,
    step: record.definition.steps[enrollment.step]?.id ?? null,
    attempts: enrollment.attempts,
    dueAt: waits && enrollment.dueAt > 0 ? instantText(status.effective(enrollment)) : null,
    waitReason: waits ? enrollment.waitReason : null,
    callBackAt: instantOrNull(enrollment.callBackAt),
    lastDisposition: enrollment.lastDisposition,
    lastOutcome: enrollment.lastOutcome,
    lastAttemptAt: instantOrNull(enrollment.lastAttemptAt),
    deadlineAt: ['review', 'observing'].includes(enrollment.state)
      ? instantOrNull(enrollment.deadlineAt)
      : null,
    endedAt: instantOrNull(enrollment.endedAt),
  };
}

/** The views of some contacts of one campaign, in the given order. */
export async function contactViews({
  store,
  record,
  enrollments,
  now,
}: {
  store: Store;
  record: CampaignRecord;
  enrollments: readonly Enrollment[];
  now: number;
}): Promise<ContactView[]> {
  const status = statusOf({ record, now });
  const contacts = new Map(
    (
      await store.readContacts({
        campaign: record.id,
        positions: enrollments.map(({ position }) => position),
      })
    ).map(({ position, contact }) => [position, contact]),
  );
  return enrollments.map((enrollment) =>
    viewOf({ record, status, enrollment, contact: contacts.get(enrollment.position) }),
  );
}
