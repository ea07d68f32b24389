import type { Attempt } from '../domain/attempt/attempt.ts';
import type { CampaignRecord } from '../domain/campaign/campaign.ts';
import type { ContactFilter } from '../domain/contact/contact-filter.ts';
import type { Enrollment } from '../domain/contact/enrollment.ts';
import type { AttentionItem } from './attention/attention.ts';
import type { Notice } from './attention/notices.ts';
import type { EvidenceInput } from './evidence/evidence-file.ts';
import type { ProgressView } from './progress/progress-view.ts';
import type { AskedLimits, WhatIfView } from './progress/what-if-view.ts';
import type { CalendarHours } from './progress/hours-view.ts';
import type { LimitsView } from './installation/limits.ts';
import type { ScheduleView } from './schedule/schedule-view.ts';
import type { Preflight } from './installation/preflight.ts';
import type { ProofView } from './installation/proof/proof.ts';
import type { StatesView } from './installation/states.ts';
import type { Verdict } from './installation/verdict.ts';
import type { SeriesRange, SeriesView } from './progress/series-view.ts';
import type { RetentionView } from './retention-view.ts';
import type { BotPoolView } from './views/bots-view.ts';
import type { SenderView } from './senders-view.ts';
import type { ReportView } from './report.ts';
import type { CallView } from './views/call-view.ts';
import type { CallbacksView } from './views/callbacks-view.ts';
import type { CampaignView } from './views/campaign-view.ts';
import type { ClientEventView, ClientLogVerification } from './log/client-log.ts';
import type { LogVerification } from './log/verify-log.ts';
import type { EventView } from './views/event-view.ts';
import type { CampaignCost } from './cost/campaign-cost.ts';
import type { ContactView } from './views/contact-view.ts';
import type { WhyCampaign } from './why/why-campaign.ts';
import type { WhyContact } from './why/why-contact.ts';

/** A page of a list; `next` is passed on as `after`, null at the end. */
export type ListPage<Item> = { items: Item[]; next: string | null };

/** An answer about a campaign, with the reasons that stop it. */
export type Noted<Answer> = { notices: readonly Notice[] } & Answer;

/**
 * All answers about campaigns, read from what the turns committed: counters, tallies and the first due contacts,
 * never a scan over contacts. Instants in answers are RFC 3339 in UTC. Nothing here changes anything.
 */
export type Queries = {
  campaign: (record: CampaignRecord) => Promise<Noted<CampaignView>>;
  /** Several campaigns of one client or (null) of all, with the notices of all of them. */
  campaigns: (input: {
    records: readonly CampaignRecord[];
    client: string | null;
  }) => Promise<Noted<{ items: Noted<CampaignView>[] }>>;
  progress: (record: CampaignRecord) => Promise<ProgressView>;
  /** What calls cost, from counters. With `estimates` also what the rest may cost, which reads contacts. */
  cost: (input: { record: CampaignRecord; estimates: boolean }) => Promise<CampaignCost>;
  /** When a campaign would end with other limits of its own. */
  whatIf: (input: { record: CampaignRecord; asked: AskedLimits }) => Promise<WhatIfView>;
  /** Why nothing (more) is being sent: a reason for each contact that has not ended. */
  why: (record: CampaignRecord) => Promise<Noted<WhyCampaign>>;
  contact: (input: { record: CampaignRecord; enrollment: Enrollment }) => Promise<ContactView>;
  /**
   * By position. Every page but the last has `limit` contacts, unless the filter has more than states: then a page reads
   * a limited number of rows and may be short.
   */
  contacts: (
    input: { record: CampaignRecord; after?: string; limit: number } & ContactFilter,
  ) => Promise<ListPage<ContactView>>;
  /**
   * The instant at which the clock of a contact shows a local time, both in milliseconds. Of several possible time zones it is
   * the one by which the hours open last.
   */
  localInstant: (input: { record: CampaignRecord; enrollment: Enrollment; local: number }) => Promise<number>;
  /** The contacts that came from this row of the campaign's lists. */
  contactsOfRow: (input: { record: CampaignRecord; row: number }) => Promise<ContactView[]>;
  /** The same as `why` for one contact, with everything that happened to it. */
  whyContact: (input: { record: CampaignRecord; enrollment: Enrollment }) => Promise<Noted<WhyContact>>;
  call: (attempt: Attempt) => CallView;
  callbacks: (attempt: Attempt) => CallbacksView;
  /** Newest first. */
  calls: (input: {
    client?: string;
    campaign?: string;
    position?: number;
    openOnly?: boolean;
    after?: string;
    limit: number;
  }) => Promise<ListPage<CallView>>;
  events: (input: {
    record: CampaignRecord;
    afterSeq: number;
    limit: number;
    position?: number;
    /** With the contact of each event. */
    withContacts?: boolean;
  }) => Promise<EventView[]>;
  /** The newest events of the campaign itself. `fromSeq`: from this event on, all of them are included. */
  ownEvents: (input: {
    record: CampaignRecord;
    limit: number;
  }) => Promise<{ items: EventView[]; fromSeq: number }>;
  /** Whether the log of a campaign is as it was written, and its counters agree with it. Reads the whole log. */
  verifyLog: (record: CampaignRecord) => Promise<LogVerification>;
  /** A page of the log of a client, or (`*`) of what concerns all of them, by seq. */
  clientLog: (input: { client: string; afterSeq: number; limit: number }) => Promise<ClientEventView[]>;
  /** Whether the log of a client is as it was written. Reads the whole log. */
  verifyClientLog: (client: string) => Promise<ClientLogVerification>;
  /** The seq after which the last `wanted` events follow, of the campaign or of one contact. */
  seqBeforeLast: (input: { record: CampaignRecord; wanted: number; position?: number }) => Promise<number>;
  /** The bundle of a campaign, without personal data, as parts of its text. */
  bundle: (input: { program: string; record: CampaignRecord }) => AsyncIterable<string>;
  /** The file of evidence of a person. Reads the whole log of each campaign. */
  evidence: (input: EvidenceInput) => Promise<string>;
  /** The list as it was imported, with the result of each row, as chunks of CSV text. */
  results: (input: { record: CampaignRecord }) => AsyncIterable<string>;
  report: (record: CampaignRecord) => Promise<Noted<ReportView>>;
  /** When waiting contacts may first be contacted, by calendar and local hour. */
  hours: (record: CampaignRecord) => Promise<CalendarHours[]>;
  /** The figures of a campaign over time. */
  series: (input: { record: CampaignRecord; range: SeriesRange }) => Promise<SeriesView>;
  attention: (input: { client: string | null }) => Promise<AttentionItem[]>;
  /** The use of the limits of campaigns that have started, of one client or (null) of all. */
  limits: (input: { client: string | null }) => Promise<LimitsView>;
  /** The next `most` starts as planned, of one campaign, or of all started ones of a client or (null) of all clients. */
  schedule: (input: {
    record: CampaignRecord | null;
    client: string | null;
    most: number;
  }) => Promise<ScheduleView>;
  /** Whether a client may contact an address in its stored form. */
  verdict: (input: { client: string; address: string }) => Promise<Verdict>;
  /** The records of all campaigns, compared with the journal of the carrier. */
  proof: () => Promise<ProofView>;
  /** What a start of the campaign now would meet. */
  preflight: (record: CampaignRecord) => Promise<Preflight>;
  /** How many campaigns, contacts and attempts are in each state, of one client or (null) of all. */
  states: (input: { client: string | null }) => Promise<StatesView>;
  /** The pools of bots of a client, with their use and status. */
  bots: (client: string) => Promise<BotPoolView[]>;
  /** The senders of a client, with their status, use and health. */
  senders: (client: string) => Promise<SenderView[]>;
  /** The retention periods of clients, and what they remove now. */
  retention: (input: { client: string | null }) => Promise<RetentionView[]>;
};
