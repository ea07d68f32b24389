/** An event for a campaign that waits until its owner takes it. */
export type InboxEvent = { id: string; campaign: string; at: number; body: string };

/**
 * What an owner must learn about a campaign: that events wait in its inbox, or that another instance has committed a
 * turn, after which the campaign is at least at `rev` and `seq`.
 */
export type News = { campaign: string } & ({ why: 'inbox' } | { why: 'changed'; rev: number; seq: number });

/**
 * What an instance reads at every beat. `settingsRev` is the revision of `readNewSettings`. `schema` is the version of the
 * schema that the data has now: it is above `Store.schemaVersion` once a newer version of the program has changed it.
 */
export type NewsRead = { news: readonly News[]; settingsRev: number; schema: number };

/** News of a campaign that needs no owner, with its owner. */
export type EndedNews = { campaign: string; owner: string | null; rev: number; seq: number };

/** Events that wait for the owner of their campaign, and news of commits by other instances. */
export type InboxStore = {
  /** Stores an event. Returns false if an event with this id is already stored. */
  putInbox: (event: InboxEvent) => Promise<boolean>;
  /** Returns the first events that wait for a campaign, in the order in which they were stored. */
  readInbox: (input: { campaign: string; limit: number }) => Promise<readonly InboxEvent[]>;
  /** Returns every campaign for which events wait, whichever instance owns it. */
  listInboxes: () => Promise<readonly string[]>;
  /**
   * Returns the news of all campaigns that an instance owns, in no order, and the revision of settings and emergency
   * stops, and the version of the schema. An entry is returned until its events are consumed (`Turn.consumed`) or it is dropped. There is no cursor, so
   * no late commit can be missed. A store may return an event for a former owner if the owner changed at the same moment.
   */
  readNews: (instance: string) => Promise<NewsRead>;
  /**
   * Deletes the news of a campaign up to this `rev` and `seq`, after its owner has read them. News of a later commit
   * stays.
   */
  dropNews: (input: { campaign: string; rev: number; seq: number }) => Promise<void>;
  /**
   * Returns the news of commits to campaigns that need no owner in their state. A living owner drops its own. No instance
   * takes such a campaign from a dead owner, so another instance drops that news. Reads all such news.
   */
  listEndedNews: () => Promise<readonly EndedNews[]>;
};
