/** The owner of a campaign and the progress of the campaign. `rev` and `seq` only grow. */
export type OwnershipRecord = {
  campaign: string;
  owner: string | null;
  epoch: number;
  rev: number;
  seq: number;
};

/**
 * A running process. It is alive as long as its counter of heartbeats grows. `beatAt`: business time of its last heartbeat,
 * which decides nothing; null in rows of earlier versions.
 */
export type InstanceRecord = {
  id: string;
  counter: number;
  startedAt: number;
  address: string | null;
  beatAt: number | null;
};

/**
 * Why a campaign has another owner. An owner gave it up because it stops (`stopping`) or owned too many (`rebalanced`). An
 * instance took it because its owner is dead (`dead`), because it had none (`released`), or because the instance itself
 * is stored as the owner and did not run it (`own`).
 */
export type TakeoverCause = 'stopping' | 'rebalanced' | 'dead' | 'released' | 'own';

/** A change of the owner of a campaign. Instants are business time. */
export type Takeover = {
  campaign: string;
  /** The epoch that began with it. */
  epoch: number;
  at: number;
  /** The owner before; null if there was none. */
  from: string | null;
  /** The owner after; null if the campaign was given up. */
  to: string | null;
  /** The last heartbeat of a dead owner, if it is known. */
  beatAt: number | null;
  cause: TakeoverCause;
};

/** The number of takeovers that are kept for each campaign: the newest ones. */
export const takeoversKept = 30;

/**
 * `instance` becomes the owner; null releases the campaign. `takeover` is stored in the same commit; without it nothing is
 * noted, as for the first owner of a campaign.
 */
export type Claim = {
  campaign: string;
  fromEpoch: number;
  instance: string | null;
  takeover?: Omit<Takeover, 'campaign' | 'epoch' | 'to'> | undefined;
};

/**
 * Which instance runs which campaign. A campaign needs an owner in the states `ownedStates`. The verbs that an
 * instance calls each second read only what needs a reaction (`listInstances`, `listOrphans`), never every campaign.
 */
export type OwnershipStore = {
  /**
   * Raises the epoch and sets the owner, on condition that the epoch is `fromEpoch`. Returns null, and stores no takeover,
   * if it is not. A repeat by the same instance for the same epoch has the same result, and changes nothing.
   */
  claimCampaign: (claim: Claim) => Promise<number | null>;
  /**
   * Does the same for many campaigns. Returns the new epochs, by campaign, of those that were claimed. The claims do not
   * depend on each other: after an error any of them may be in force.
   */
  claimCampaigns: (input: {
    claims: readonly Omit<Claim, 'instance'>[];
    instance: string;
  }) => Promise<ReadonlyMap<string, number>>;
  /** Returns up to `limit` takeovers of all campaigns, the newest first. Those of a campaign are removed with its log. */
  listTakeovers: (input: { limit: number }) => Promise<readonly Takeover[]>;
  /** Raises the heartbeat counter of this instance. Adds the instance if it is not stored. */
  beat: (input: Omit<InstanceRecord, 'counter'>) => Promise<void>;
  /** Returns the instances that have sent a heartbeat and were not removed after it, by id. */
  listInstances: () => Promise<readonly InstanceRecord[]>;
  /** Removes an instance that stops. Has no effect if the instance is not stored. */
  removeInstance: (id: string) => Promise<void>;
  /** Removes a dead instance, unless its counter has changed since it was read. */
  removeDeadInstance: (input: Pick<InstanceRecord, 'id' | 'counter'>) => Promise<void>;
  /** Returns up to `limit` campaigns that need an owner, and have none or have one of `dead`, in no order. */
  listOrphans: (input: { dead: readonly string[]; limit: number }) => Promise<readonly OwnershipRecord[]>;
  /** Returns the campaigns of an instance that need an owner, in no order. */
  listOwned: (instance: string) => Promise<readonly OwnershipRecord[]>;
  /**
   * Returns the number of campaigns that need an owner, for each owner (null: campaigns without one). Reads one index
   * entry per campaign.
   */
  countByOwner: () => Promise<readonly { owner: string | null; campaigns: number }[]>;
  /**
   * Returns the owners of the campaigns that need an owner, in no order. Reads one index entry per owner and state, not
   * one per campaign.
   */
  listOwners: () => Promise<readonly string[]>;
  /**
   * Returns the campaigns that need no owner in their state but still hold slots. Their owner releases the slots right
   * after the commit that ended them. If it died before that, another instance claims the campaign and recounts. Reads
   * one index entry per limit that is in use.
   */
  listOwing: () => Promise<readonly OwnershipRecord[]>;
};
