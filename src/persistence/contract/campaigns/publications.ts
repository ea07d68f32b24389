/** A campaign whose log has events that are not noted as published. `published`: the seq of the last one that is. */
export type UnpublishedLog = { campaign: string; client: string; published: number };

/** How far the log of each campaign is published on the bus. */
export type PublicationStore = {
  /**
   * Returns campaigns with events after the last one that is noted as published, by id. Reads only these. `after`: the last
   * campaign of the page before.
   */
  listUnpublished: (input: { after: string | null; limit: number }) => Promise<readonly UnpublishedLog[]>;
  /** Returns the seq of the last event that is noted as published; 0 if there is none. */
  readPublishedSeq: (campaign: string) => Promise<number>;
  /** Notes that the events up to `seq` are published. The noted seq never decreases. */
  notePublished: (input: { campaign: string; seq: number }) => Promise<void>;
};
