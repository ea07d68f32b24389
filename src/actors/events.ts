import type { PlaceOutcome, PrepareOutcome } from '../channels/contract.ts';
import type { CampaignDefinition } from '../domain/campaign/campaign-definition.ts';
import type { EnrollableRow, RejectedRow } from '../domain/contact/contact.ts';
import type { Evidence } from '../domain/attempt/evidence.ts';
import type { ImportRecord } from '../domain/contact/import-record.ts';
import type { ListForm } from '../domain/contact/list-form.ts';
import type { RowOptOut } from '../domain/contact/opt-out.ts';
import type { Pause } from '../machines/campaign/campaign-machine.ts';

/** What people and programs order of a campaign. */
export type CampaignCommand =
  | { name: 'start'; startAt: number | null }
  | { name: 'unschedule' }
  | { name: 'pause'; pause: Pause }
  | { name: 'resume' }
  | { name: 'cancel'; hangUp: boolean; reason: string | null }
  | { name: 'archive' }
  | { name: 'edit'; definition: CampaignDefinition };

/** What they order for one person in it. `position` is theirs in the campaign. */
export type ContactCommand = {
  name: 'pause' | 'resume' | 'retry' | 'skip' | 'remove';
  position: number;
  reason: string | null;
};

/** What enters a campaign actor; `by` is who ordered it. What comes through the inbox has an id there, so twice is once. */
export type ActorEvent =
  | { type: 'command'; command: CampaignCommand; by: string }
  | { type: 'contact-command'; command: ContactCommand; by: string }
  | { type: 'hang-up'; attempt: string; by: string }
  | { type: 'evidence'; attempt: string; providerId: string | null; evidence: readonly Evidence[] }
  | { type: 'prepared'; attempt: string; outcome: PrepareOutcome }
  | { type: 'placed'; attempt: string; outcome: PlaceOutcome }
  | { type: 'searched'; attempt: string; evidence: readonly Evidence[] | null }
  /** The provider took no order to end it. */
  | { type: 'not-ended'; attempt: string }
  | { type: 'import-opened'; record: ImportRecord }
  | { type: 'import-reopened'; import: string; by: string; instance: string }
  | {
      type: 'import-chunk';
      import: string;
      rows: readonly EnrollableRow[];
      rejected: readonly RejectedRow[];
      /** The rows that opt out, enrolled or rejected. */
      optOuts: readonly RowOptOut[];
      columns: readonly string[];
      lastRow: number;
      digest: string | null;
      form: ListForm | null;
    }
  /** One more person behind the rows of an import that stays open, for a single call. */
  | { type: 'import-appended'; import: string; row: EnrollableRow; by: string; outsideHours: string | null }
  | { type: 'import-closed'; import: string; state: 'closed' | 'broken'; by: string }
  /** An address of one of its people was suppressed from outside. */
  | { type: 'suppressed'; address: string };

/** Events that are plain data from outside and may wait in the stored inbox. */
export type StorableEvent = Extract<ActorEvent, { type: 'evidence' | 'hang-up' | 'suppressed' }>;
