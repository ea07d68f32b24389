import type { PlaceOutcome, PrepareOutcome, TransferOutcome } from '../channels/contract.ts';
import type { CanaryPlan } from '../domain/campaign/canary.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { ArrivedCallback } from '../domain/attempt/callbacks.ts';
import type { Evidence } from '../domain/attempt/evidence.ts';
import type { Doubt } from '../domain/incarnation.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { ListForm } from '../domain/contact/list-form.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import type { Pause } from '../machines/campaign/campaign-machine.ts';

/** The orders for a campaign. */
export type CampaignCommand =
  | { name: 'start'; startAt: number | null; canary?: CanaryPlan | null }
  | { name: 'unschedule' }
  /** For a draft that an earlier program ran: it is paused until its operator resumes it. Null: it has ended there. */
  | { name: 'adopt'; pause: Pause | null }
  | { name: 'pause'; pause: Pause }
  | { name: 'resume' }
  | { name: 'cancel'; hangUp: boolean; reason: string | null }
  | { name: 'archive' }
  /** `expectedVersion`: the version of the definition that the edit was made from; an edit of another one is refused. */
  | { name: 'edit'; definition: CampaignDefinition; expectedVersion?: number | undefined };

/** The orders for one contact of a campaign. `position` is that of the contact in the campaign. */
export type ContactCommand = {
  name: 'pause' | 'resume' | 'retry' | 'skip' | 'remove' | 'call-back' | 'drop-call-back';
  position: number;
  reason: string | null;
  /** Of a `call-back`: the requested business time. */
  at?: number;
};

/** The word that an operator sets for an ended attempt. `retry`: whether its step is to be repeated at once. */
export type CorrectionOrder = { word: string; note: string | null; retry: boolean };

/** A contact that may have been contacted. `touch`: the touch that the provider has and the store has not. */
export type DoubtedContact = { position: number; touch: { providerId: string; at: number | null } | null };

/**
 * The events of a campaign actor. `by` is the caller. An event from the inbox has an id there, so it is decided once
 * even if it is delivered twice.
 */
export type ActorEvent =
  | { type: 'command'; command: CampaignCommand; by: string }
  | { type: 'contact-command'; command: ContactCommand; by: string }
  | { type: 'hang-up'; attempt: string; by: string }
  /** `to`: where the touch continues, in words without personal data. `order`: the id of this try of the order. */
  | { type: 'transfer-ordered'; attempt: string; to: string; order: string; by: string }
  | { type: 'transfer-done'; attempt: string; outcome: TransferOutcome }
  /** The provider has deleted a recording. */
  | { type: 'recording-removed'; attempt: string; recording: string; by: string }
  | { type: 'correct'; attempt: string; order: CorrectionOrder; by: string }
  | {
      type: 'evidence';
      attempt: string;
      providerId: string | null;
      evidence: readonly Evidence[];
      /** The callback that the evidence is from; missing if it is not from a callback. */
      callback?: ArrivedCallback | undefined;
    }
  | { type: 'prepared'; attempt: string; outcome: PrepareOutcome }
  | { type: 'placed'; attempt: string; outcome: PlaceOutcome }
  | { type: 'searched'; attempt: string; evidence: readonly Evidence[] | null }
  /** The provider did not accept the order to end the attempt. */
  | { type: 'not-ended'; attempt: string }
  | { type: 'import-opened'; record: ImportRecord }
  | { type: 'import-reopened'; import: string; by: string; instance: string }
  | {
      type: 'import-chunk';
      import: string;
      rows: readonly EnrollableRow[];
      rejected: readonly RejectedRow[];
      /** The rows that opt out, whether they were enrolled or rejected. */
      optOuts: readonly RowOptOut[];
      columns: readonly string[];
      lastRow: number;
      digest: string | null;
      form: ListForm | null;
    }
  /** Adds one contact to an import that stays open, for a single call. */
  | { type: 'import-appended'; import: string; row: EnrollableRow; by: string; outsideHours: string | null }
  | { type: 'import-closed'; import: string; state: 'closed' | 'broken'; by: string }
  /** The store was restored, and these contacts may have been contacted since the backup. */
  | { type: 'contacts-doubted'; reason: Doubt; contacts: readonly DoubtedContact[] }
  /** Addresses of contacts of the campaign were suppressed from outside: one, and the others of an imported list. */
  | { type: 'suppressed'; address: string; others?: readonly string[] };

/**
 * Events that are plain data and may wait in the stored inbox. Most are from outside. `placed` is from a
 * former owner that could not commit it any more, or from a move of the store, which proves that an attempt was not sent.
 */
export type StorableEvent = Extract<ActorEvent, { type: 'evidence' | 'hang-up' | 'placed' | 'suppressed' }>;
