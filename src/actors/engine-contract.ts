import type { Attempt } from '../domain/attempt/attempt.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { RecordingContent, TransferTarget, WebhookPorts } from '../channels/contract.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { ListForm } from '../domain/contact/list-form.ts';
import type { Consent } from '../domain/consent/consent.ts';
import type { Suppression, SuppressionSource } from '../domain/do-not-contact/suppression.ts';
import type { Incarnation } from '../domain/incarnation.ts';
import type { RequestKey } from '../domain/request-key.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import type { Calendar } from '../domain/time/window-rules.ts';
import type { CampaignCommand, ContactCommand, CorrectionOrder } from './events.ts';

/** The answer to a command: the campaign after it, and whether it changed anything. */
export type CommandReply = {
  campaign: CampaignRecord;
  changed: boolean;
  /** The number of attempts that are, or may be, at the provider and will finish. */
  finishing: number;
  /** The next contact, by position in the campaign. */
  next: { position: number } | null;
};

export type CallOrder = {
  client: string;
  phone: string;
  /** The digits to press after the answer. */
  extension: string | null;
  step: Step;
  calendar: Calendar;
  variables: Readonly<Record<string, string>>;
  /** Why the call may be made at any hour; logged. Null: only within the window. */
  outsideHours: string | null;
  by: string;
};

/**
 * An order from a request with a key. A repeat does the rest of the work and returns what the first call would have
 * returned. The key is committed with the work.
 */
export type Repeatable = { request?: RequestKey | undefined };

/** The figures of addresses that were added together. */
export type SuppressedMany = { added: number; changed: number; unchanged: number; ended: number };

/** A consent to record. `givenAt`: business time. */
export type ConsentOrder = Pick<
  Consent,
  'address' | 'channel' | 'givenAt' | 'source' | 'purpose' | 'evidence'
>;

/** An entry to add to a do-not-contact list. */
export type SuppressionOrder = {
  /** Null for the list of all clients. */
  client: string | null;
  /** The campaign to which alone the entry applies. Default: null, all campaigns of the client. */
  campaign?: string | null;
  address: string;
  reason: string;
  /** Default: `api`. */
  source?: SuppressionSource;
  origin?: string | null;
  /** The instant from which the entry no longer applies. Default: null, none. */
  expiresAt?: number | null;
  by: string;
};

/**
 * The verbs of the engine. Each promise resolves once its effect is committed. Errors are `RingmasterError`s.
 * `campaign` is always an id; `resolve` finds campaigns by name.
 */
export type Engine = {
  /** Returns the campaign with this id, or the client's campaign with this name. Rejects with `campaign.not-found`. */
  resolve: (input: { campaign: string; client: string | null }) => Promise<CampaignRecord>;
  /** Adds a draft. Rejects with `campaign.name-taken` if the client already has a campaign with this name. */
  createCampaign: (
    input: { definition: CampaignDefinition; by: string } & Repeatable,
  ) => Promise<CampaignRecord>;
  command: (
    input: { campaign: string; command: CampaignCommand; by: string } & Repeatable,
  ) => Promise<CommandReply>;
  commandContact: (
    input: { campaign: string; command: ContactCommand; by: string } & Repeatable,
  ) => Promise<{ changed: boolean; enrollment: Enrollment }>;
  /** Removes a draft. Rejects with `campaign.command-refused` if the campaign is not a draft. */
  removeDraft: (input: { campaign: string; by: string } & Repeatable) => Promise<void>;

  /** Opens an import. Rows can be added to it until it is closed. A repeat returns the import as it is now. */
  openImport: (
    input: { campaign: string; format: ImportRecord['format']; by: string } & Repeatable,
  ) => Promise<ImportRecord>;
  /**
   * Opens an import again that was closed as broken. Any other import is not changed. After this the engine does not
   * close the import by itself.
   */
  reopenImport: (input: { campaign: string; import: string; by: string }) => Promise<ImportRecord>;
  addRows: (input: {
    campaign: string;
    import: string;
    columns: readonly string[];
    rows: readonly EnrollableRow[];
    rejected: readonly RejectedRow[];
    /**
     * The rows that opt out, whether they are enrolled or rejected. Their addresses are suppressed in the same commit.
     */
    optOuts: readonly RowOptOut[];
    lastRow: number;
    /** The digest of the list up to `lastRow`. Without it the import cannot be continued. */
    digest?: string | null;
    /** The form of a CSV list. That of the first chunk is kept. */
    form?: ListForm | null;
  }) => Promise<ImportRecord>;
  /** Closes an import. If the store does not accept this now, the engine closes the import as broken once it does. */
  closeImport: (
    input: { campaign: string; import: string; state: 'closed' | 'broken'; by: string } & Repeatable,
  ) => Promise<ImportRecord>;

  /**
   * Closes, as broken, the imports that were left open by an instance that died. Each can be resumed after its last
   * row.
   */
  closeAbandonedImports: () => Promise<void>;

  /**
   * Records the evidence of a callback. `unknown`: there is no such attempt here. Delivering it again changes nothing.
   */
  receive: WebhookPorts['receive'];
  /** Enrolls a single call. Its attempt is minted as soon as limits and windows allow it. */
  placeCall: (order: CallOrder & Repeatable) => Promise<{ campaign: string; position: number }>;
  hangUp: (input: { attempt: Attempt; by: string } & Repeatable) => Promise<{ changed: boolean }>;
  /**
   * Continues a call under way elsewhere: this instance sends the order to the provider, once, after the log has its author.
   * Resolves once the provider has carried it out. Rejects with `call.not-under-way`, `call.suppressed` (the other number is
   * on a do-not-contact list), `emergency.stop`, `call.not-transferred`, or `call.transfer-unknown` if no clear answer came.
   */
  transfer: (
    input: { attempt: Attempt; client: string; target: TransferTarget; by: string } & Repeatable,
  ) => Promise<void>;
  /** Reads a recording of a call from the provider. Rejects with `recording.not-found` and `recording.gone`. */
  readRecording: (input: { attempt: Attempt; recording: string }) => Promise<RecordingContent>;
  /**
   * Deletes every recording of a contact at the provider, before the contact is erased. Rejects if the provider does not confirm
   * one; a repeat deletes the rest.
   */
  removeRecordingsOf: (input: { campaign: string; position: number }) => Promise<void>;
  /** Deletes a recording at the provider, then forgets it. A repeat after an interruption does the rest. */
  removeRecording: (input: { attempt: Attempt; recording: string; by: string } & Repeatable) => Promise<void>;
  /**
   * Sets or corrects how an ended attempt ended. Rejects with `call.not-ended`, `call.disposition-unknown`, and
   * `call.retry-refused` if the retry that it asks for is not possible; then nothing is changed.
   */
  correct: (
    input: { attempt: Attempt; order: CorrectionOrder; by: string } & Repeatable,
  ) => Promise<{ changed: boolean }>;

  /**
   * Begins a new incarnation of a store that was restored from a backup and that no instance uses. Running and scheduled
   * campaigns are paused with the cause `restored`. Contacts that are due at a step whose channel keeps no records are put
   * in review. A repeat after an interruption does the rest. Resolves with the numbers of both. Afterwards nothing starts
   * until an instance has compared the records of the other channels.
   */
  markRestored: (input: {
    by: string;
  }) => Promise<{ incarnation: Incarnation; paused: number; reviewed: number }>;

  /**
   * Erases the personal data of the person with this address or key, in all campaigns of a client. Contacts that have not
   * ended are taken out of their campaigns first. Suppressions of the person are kept as keyed hashes. A repeat completes
   * an interrupted erasure. `scrubbed`: see `ErasureStore.scrub`. Rejects with `erasure.attempt-open` while the person is
   * being contacted.
   */
  erasePerson: (input: {
    client: string;
    address: string;
    by: string;
  }) => Promise<{ contacts: number; campaigns: number; suppressed: number; scrubbed: boolean }>;

  /** Orders an emergency stop, for one client or (null) for all. Resolves once nothing new can start. */
  orderStop: (
    input: { client: string | null; reason: string | null; by: string } & Repeatable,
  ) => Promise<{ changed: boolean }>;
  liftStop: (
    input: { client: string | null; reason?: string | null; by: string } & Repeatable,
  ) => Promise<{ changed: boolean }>;
  /**
   * Adds an address to the do-not-contact list of a client, or (null) of every client, or of one `campaign` of the client.
   * Contacts of campaigns end, or wait if the entry has an end, and queued calls are cancelled. Resolves with what is stored.
   * Rejects with `suppression.ended` or `suppression.opt-out-ends`.
   */
  suppress: (input: SuppressionOrder & Repeatable) => Promise<Suppression>;
  /**
   * Adds addresses of an imported list in one commit, with the effect of `suppress`. An entry whose end is in the past is
   * left out, and an opt-out has no end. Resolves with how many entries are new, changed, as before, and left out.
   */
  suppressMany: (
    input: Pick<SuppressionOrder, 'client' | 'campaign' | 'source' | 'origin' | 'by'> & {
      entries: readonly Pick<SuppressionOrder, 'address' | 'reason' | 'expiresAt'>[];
    },
  ) => Promise<SuppressedMany>;
  /**
   * Records consents of a client in one commit. Resolves with what is stored for each. Rejects with `consent.in-future`, and
   * with `channel.not-found`.
   */
  recordConsents: (
    input: { client: string; consents: readonly ConsentOrder[]; by: string } & Repeatable,
  ) => Promise<readonly Consent[]>;
  /**
   * Withdraws the consents of an address, for one channel or (null) for all. Campaigns that require one contact the person no
   * more, and queued calls are cancelled. Resolves with the channels; none if no consent was in force.
   */
  withdrawConsents: (
    input: {
      client: string;
      address: string;
      channel: string | null;
      why: string | null;
      by: string;
    } & Repeatable,
  ) => Promise<readonly string[]>;
  unsuppress: (
    input: Pick<SuppressionOrder, 'client' | 'campaign' | 'address' | 'by'> & {
      /** The reason of the removal. */
      why?: string | null;
    } & Repeatable,
  ) => Promise<boolean>;
};
