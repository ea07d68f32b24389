import type { Attempt } from '../domain/attempt/attempt.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { Step } from '../domain/campaign/step.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { WebhookPorts } from '../channels/contract.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { ListForm } from '../domain/contact/list-form.ts';
import type { Suppression } from '../domain/contact/party.ts';
import type { RequestKey } from '../domain/request-key.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import type { Calendar } from '../domain/time/window-rules.ts';
import type { CampaignCommand, ContactCommand } from './events.ts';

/** The answer to a command: the campaign after it, and whether it changed anything. */
export type CommandReply = {
  campaign: CampaignRecord;
  changed: boolean;
  /** Attempts that are, or may be, at the provider, and will finish. */
  finishing: number;
  /** Who would be next, by position in the campaign. */
  next: { position: number } | null;
};

export type CallOrder = {
  client: string;
  phone: string;
  /** Digits to press once it is answered. */
  extension: string | null;
  step: Step;
  calendar: Calendar;
  variables: Readonly<Record<string, string>>;
  /** Why it may be made at any hour; logged. Null keeps to the window. */
  outsideHours: string | null;
  by: string;
};

/**
 * An order by a request with a key. Repeating it does what is left of the work and resolves as the first time would
 * have; the key is committed with the work.
 */
export type Repeatable = { request?: RequestKey | undefined };

/**
 * Everything people and programs can ask of the engine. Each promise resolves once what it says is committed; errors
 * are `RingmasterError`s. Where `campaign` is taken, an id is meant; see `resolve` for names.
 */
export type Engine = {
  /** The campaign of that id, or of that name among the client's; `campaign.not-found` otherwise. */
  resolve: (input: { campaign: string; client: string | null }) => Promise<CampaignRecord>;
  /** Adds a draft; `campaign.name-taken` if the client has one of that name. */
  createCampaign: (
    input: { definition: CampaignDefinition; by: string } & Repeatable,
  ) => Promise<CampaignRecord>;
  command: (
    input: { campaign: string; command: CampaignCommand; by: string } & Repeatable,
  ) => Promise<CommandReply>;
  commandContact: (
    input: { campaign: string; command: ContactCommand; by: string } & Repeatable,
  ) => Promise<{ changed: boolean; enrollment: Enrollment }>;
  /** Removes a draft; `campaign.command-refused` for anything else. */
  removeDraft: (input: { campaign: string; by: string } & Repeatable) => Promise<void>;

  /** Opens an import; rows are added to it until it is closed. A repeat resolves with the import as it is now. */
  openImport: (
    input: { campaign: string; format: ImportRecord['format']; by: string } & Repeatable,
  ) => Promise<ImportRecord>;
  /** Opens an import again that was closed as broken; another one is left as it is. Nothing closes it meanwhile. */
  reopenImport: (input: { campaign: string; import: string; by: string }) => Promise<ImportRecord>;
  addRows: (input: {
    campaign: string;
    import: string;
    columns: readonly string[];
    rows: readonly EnrollableRow[];
    rejected: readonly RejectedRow[];
    /** The rows that opt out, enrolled or rejected: their addresses are suppressed in the same commit. */
    optOuts: readonly RowOptOut[];
    lastRow: number;
    /** Of the list up to `lastRow`; without it the import cannot be continued. */
    digest?: string | null;
    /** How a CSV list is written; that of the first chunk is kept. */
    form?: ListForm | null;
  }) => Promise<ImportRecord>;
  /** One that the store does not let be closed is closed as broken by itself, once the store takes it. */
  closeImport: (
    input: { campaign: string; import: string; state: 'closed' | 'broken'; by: string } & Repeatable,
  ) => Promise<ImportRecord>;

  /** Closes imports that an instance which died left open, as broken: each can be resumed after its last row. */
  closeAbandonedImports: () => Promise<void>;

  /** Takes what a callback showed. `unknown`: no such attempt here. Delivering it again changes nothing. */
  receive: WebhookPorts['receive'];
  /** Enrolls a single call; its attempt is minted as soon as limits and windows allow. */
  placeCall: (order: CallOrder & Repeatable) => Promise<{ campaign: string; position: number }>;
  hangUp: (input: { attempt: Attempt; by: string } & Repeatable) => Promise<{ changed: boolean }>;

  /** The emergency stop, for one client or (null) for everything: resolves once nothing new can start. */
  orderStop: (
    input: { client: string | null; reason: string | null; by: string } & Repeatable,
  ) => Promise<{ changed: boolean }>;
  liftStop: (
    input: { client: string | null; reason?: string | null; by: string } & Repeatable,
  ) => Promise<{ changed: boolean }>;
  /** Puts an address on a do-not-contact list (client null: of everybody); people in campaigns end, queued calls are taken back. */
  suppress: (
    input: { client: string | null; address: string; reason: string; by: string } & Repeatable,
  ) => Promise<Suppression>;
  unsuppress: (
    input: { client: string | null; address: string; by: string } & Repeatable,
  ) => Promise<boolean>;
};
