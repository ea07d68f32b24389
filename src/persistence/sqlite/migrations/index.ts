import { firstMigration } from './0001-first.ts';
import { heldSlotsMigration } from './0002-held-slots.ts';
import { campaignNamesMigration } from './0003-campaign-names.ts';
import { requestsMigration } from './0004-requests.ts';
import { calendarRegionsMigration } from './0005-calendar-regions.ts';
import { stopLogMigration } from './0006-stop-log.ts';
import { importDigestsMigration } from './0007-import-digests.ts';
import { contactPhonesMigration } from './0008-contact-phones.ts';
import { importFormsMigration } from './0009-import-forms.ts';
import { removalsMigration } from './0010-removals.ts';
import { logHashesMigration } from './0011-log-hashes.ts';
import { limitReservationsMigration } from './0012-limit-reservations.ts';
import { noGenerationMigration } from './0013-no-generation.ts';
import { transitionCountsMigration } from './0014-transition-counts.ts';
import { seriesMigration } from './0015-series.ts';
import { attemptsMigration } from './0016-attempts.ts';
import { breakersMigration } from './0017-breakers.ts';
import { workBesideCampaignsMigration } from './0018-work-beside-campaigns.ts';
import { personsMigration } from './0019-persons.ts';
import { clientLogMigration } from './0020-client-log.ts';
import { contactAddressesMigration } from './0021-contact-addresses.ts';
import { observingMigration } from './0022-observing.ts';
import { importInstancesMigration } from './0023-import-instances.ts';
import { ownerNewsMigration } from './0024-owner-news.ts';
import { importedContactsMigration } from './0025-imported-contacts.ts';
import { incarnationsMigration } from './0026-incarnations.ts';
import { publicationsMigration } from './0027-publications.ts';
import { movesMigration } from './0028-moves.ts';
import { hashKeysMigration } from './0029-hash-keys.ts';
import { alertsMigration } from './0030-alerts.ts';
import { retentionMigration } from './0031-retention.ts';
import { callbacksMigration } from './0032-callbacks.ts';
import { takeoversMigration } from './0033-takeovers.ts';
import { callBacksMigration } from './0034-call-backs.ts';
import { correctionsMigration } from './0035-corrections.ts';
import { linesMigration } from './0036-lines.ts';
import { suppressionListsMigration } from './0037-suppression-lists.ts';
import { sendersMigration } from './0038-senders.ts';
import { webhooksMigration } from './0039-webhooks.ts';
import { consentsMigration } from './0040-consents.ts';
import { costMigration } from './0041-cost.ts';
import { attendanceMigration } from './0042-attendance.ts';

/** A step from one version of the file to the next. Its version is its place in the list, from 1. */
export type Migration = { name: string; sql: string };

/** Append only: a released migration is never edited. */
export const migrations: readonly Migration[] = [
  firstMigration,
  heldSlotsMigration,
  campaignNamesMigration,
  requestsMigration,
  calendarRegionsMigration,
  stopLogMigration,
  importDigestsMigration,
  contactPhonesMigration,
  importFormsMigration,
  removalsMigration,
  logHashesMigration,
  limitReservationsMigration,
  noGenerationMigration,
  transitionCountsMigration,
  seriesMigration,
  attemptsMigration,
  breakersMigration,
  workBesideCampaignsMigration,
  personsMigration,
  clientLogMigration,
  contactAddressesMigration,
  observingMigration,
  importInstancesMigration,
  ownerNewsMigration,
  importedContactsMigration,
  incarnationsMigration,
  publicationsMigration,
  movesMigration,
  hashKeysMigration,
  alertsMigration,
  retentionMigration,
  callbacksMigration,
  takeoversMigration,
  callBacksMigration,
  correctionsMigration,
  linesMigration,
  suppressionListsMigration,
  sendersMigration,
  webhooksMigration,
  consentsMigration,
  costMigration,
  attendanceMigration,
];
