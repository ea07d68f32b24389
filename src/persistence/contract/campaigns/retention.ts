import type { NewClientEvent } from '../../../domain/client-event.ts';
import type { EventOf } from '../../../domain/events/campaign-event.ts';

/** What a campaign has until its period is over: personal data of contacts, and the events of its log. */
export type RetainedKind = 'contacts' | 'events';

/**
 * An ended campaign that has data of a kind. `since`: business time from which their period counts, which is the end of the
 * campaign for contacts, and its last change for events.
 */
export type RetainedCampaign = { campaign: string; since: number };

/** A contact of a single call that has data. */
export type RetainedCall = { position: number; identity: string };

/** A key of contacts (`keysOf`), and the reason of a full opt-out of their person; null without one. */
export type ExpiredKey = { key: string; optOut: string | null };

/**
 * Removes what the retention period of a client has ended for. Every verb can be repeated, and changes nothing in a campaign
 * that has not ended. The campaign of single calls never ends: of it, `expireKeys` removes the keys of ended calls.
 */
export type RetentionStore = {
  /**
   * Returns ended campaigns of a client that have data of a kind `since` before an instant, by `since` and id. `after`: the
   * last campaign of the page before. Late evidence brings a campaign back that was settled.
   */
  listRetained: (input: {
    client: string;
    kind: RetainedKind;
    before: number;
    after: RetainedCampaign | null;
    limit: number;
  }) => Promise<readonly RetainedCampaign[]>;
  /**
   * Returns contacts of a campaign for single calls that have data, by `identity`, which is about the order of the calls.
   * `after`: the identity of the last contact of the page before. Erased contacts are not read.
   */
  listSingleCalls: (input: {
    campaign: string;
    after: string | null;
    limit: number;
  }) => Promise<readonly RetainedCall[]>;
  /**
   * Removes keys of contacts at these positions, unless another contact of the client has the key: the row of its address,
   * and a suppression on the list of the client, which is replaced by its keyed hash. With `optOut` the key is suppressed.
   */
  expireKeys: (input: {
    campaign: string;
    positions: readonly number[];
    keys: readonly ExpiredKey[];
    by: string;
    at: number;
  }) => Promise<void>;
  /**
   * Empties the cells of one part of the rows of the lists of a campaign, also of rejected rows. Returns where the next part
   * begins; null after the last one.
   */
  expireRows: (input: { campaign: string; after: string | null; limit: number }) => Promise<string | null>;
  /**
   * Notes that nothing of a kind is left, on condition of the revision. For contacts it also removes the notes of the
   * reviews of the campaign. Appends the event to the client's log in the same commit. Returns false, and changes nothing,
   * if the campaign was changed or was settled before.
   */
  settleRetained: (input: {
    campaign: string;
    kind: RetainedKind;
    rev: number;
    event: NewClientEvent | null;
  }) => Promise<boolean>;
  /**
   * Appends the event, whose seq follows the last one, to the log of a campaign, and hides all events before it: reads of the
   * log begin with it. Raises the revision. Returns false, and changes nothing, if the campaign has another revision or
   * last event, or if the log does not end with the hash that the event names.
   */
  cutLog: (input: {
    campaign: string;
    expected: { rev: number; seq: number };
    event: EventOf<'campaign.log-removed'>;
  }) => Promise<boolean>;
  /** Deletes up to `limit` chunks of the hidden part of a log. Returns whether there are more. */
  sweepLog: (input: { campaign: string; limit: number }) => Promise<boolean>;
};
