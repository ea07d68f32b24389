/** Who runs a campaign, and how far its own machine has come: `rev` only grows. */
export type OwnershipRecord = { campaign: string; owner: string | null; epoch: number; rev: number };

/** A running process, seen by its heartbeat counter. */
export type InstanceRecord = { id: string; counter: number; startedAt: number; address: string | null };

/** Which instance runs which campaign. */
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
  /**
   * Campaigns that need an owner, with owner, epoch and rev: by their state, or because they have ended and still hold slots,
   * which their owner gives back right after the commit that ended them. If it died in between, another one recounts.
   */
  listOwnership: () => Promise<readonly OwnershipRecord[]>;
};
