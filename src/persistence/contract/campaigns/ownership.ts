/** Who runs a campaign, and how far it has come: `rev` and `seq` only grow. */
export type OwnershipRecord = {
  campaign: string;
  owner: string | null;
  epoch: number;
  rev: number;
  seq: number;
};

/** A running process, seen by its heartbeat counter. */
export type InstanceRecord = { id: string; counter: number; startedAt: number; address: string | null };

/**
 * Which instance runs which campaign. A campaign needs an owner in the states `ownedStates`. The verbs that an instance
 * calls each second read what needs a reaction (`listInstances`, `listOrphans`), never every campaign.
 */
export type OwnershipStore = {
  /** Raises the epoch and sets the owner, if the epoch still is `fromEpoch`; null if it is not. Idempotent per instance and epoch. */
  claimCampaign: (input: {
    campaign: string;
    fromEpoch: number;
    instance: string | null;
  }) => Promise<number | null>;
  /** Raises this instance's heartbeat counter, adding the instance if needed. */
  beat: (input: Omit<InstanceRecord, 'counter'>) => Promise<void>;
  /** The instances that beat and were not removed since, by id. */
  listInstances: () => Promise<readonly InstanceRecord[]>;
  /** Forgets an instance that stops or is dead; without effect where there is none. */
  removeInstance: (id: string) => Promise<void>;
  /** Up to `limit` campaigns that need an owner and have none, or one of `dead`, in no order. */
  listOrphans: (input: { dead: readonly string[]; limit: number }) => Promise<readonly OwnershipRecord[]>;
  /** The campaigns of an instance that need an owner, in no order. */
  listOwned: (instance: string) => Promise<readonly OwnershipRecord[]>;
  /** The number of campaigns that need an owner, for each owner; null for those without one. Reads an index entry per campaign. */
  countByOwner: () => Promise<readonly { owner: string | null; campaigns: number }[]>;
  /**
   * Campaigns that need no owner by their state and still hold slots. Their owner gives these back right after the commit
   * that ended them; if it died in between, another one claims the campaign and recounts. Reads an index entry per held
   * limit.
   */
  listOwing: () => Promise<readonly OwnershipRecord[]>;
};
