/** An event for a campaign that waits until its owner takes it. */
export type InboxEvent = { id: string; campaign: string; at: number; body: string };

/**
 * What an owner must learn of a campaign: events wait in its inbox, or another instance has committed a turn and the
 * campaign is at least at `rev` and `seq` since.
 */
export type News = { campaign: string } & ({ why: 'inbox' } | { why: 'changed'; rev: number; seq: number });

/** Events that wait for the owner of their campaign, and notes about the commits of others. */
export type InboxStore = {
  /** Stores an event once: false if one with this id is there already. */
  putInbox: (event: InboxEvent) => Promise<boolean>;
  /** The first events that wait for a campaign, in the order in which they were put. */
  readInbox: (input: { campaign: string; limit: number }) => Promise<readonly InboxEvent[]>;
  /** Every campaign for which events wait, whichever instance owns it. */
  listInboxes: () => Promise<readonly string[]>;
  /**
   * The news of all campaigns that an instance owns, in no order. It is listed until the events are consumed
   * (`Turn.consumed`) and the note is dropped: there is no cursor that a late commit could fall behind. A store may list an
   * event for a former owner, if the owner changed at the same moment.
   */
  listNews: (instance: string) => Promise<readonly News[]>;
  /** Drops the note of a campaign that its owner has read up to this `rev` and `seq`; one of a later commit stays. */
  dropNews: (input: { campaign: string; rev: number; seq: number }) => Promise<void>;
};
