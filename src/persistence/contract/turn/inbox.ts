/** An event for a campaign that waits until its owner takes it. */
export type InboxEvent = { id: string; campaign: string; at: number; body: string };

/** Events that wait for the owner of their campaign. */
export type InboxStore = {
  /** Stores an event once: false if one with this id is there already. */
  putInbox: (event: InboxEvent) => Promise<boolean>;
  /** The first events that wait for a campaign, in the order in which they were put. */
  readInbox: (input: { campaign: string; limit: number }) => Promise<readonly InboxEvent[]>;
  /** The campaigns for which events wait. */
  listInboxes: () => Promise<readonly string[]>;
};
