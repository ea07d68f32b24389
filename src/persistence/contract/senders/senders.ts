import type { Change } from '../../../domain/client-event.ts';
import type { RequestKey } from '../../../domain/request-key.ts';
import type { Quarantine, Sender, SenderChange } from '../../../domain/sender/sender.ts';
import type { SenderSlice } from '../../../domain/sender/sender-outcomes.ts';

type OneSender = { client: string; address: string };

/**
 * Outcomes to add to the slice of a sender that begins at `at`. They are added to the stored ones without a condition, so
 * that campaigns that share a sender do not conflict. Numbers are negative if later evidence corrects an outcome.
 */
export type NotedSenderOutcomes = { address: string } & SenderSlice;

/** An attempt of a contact, as the choice of the next sender needs it. */
export type TriedSender = { position: number; sender: string; wasReached: boolean };

/**
 * The senders of clients, and what their attempts came to. Each change of a sender is in the client's log, in its commit,
 * and raises the revision of settings (`SettingStore.readNewSettings`), so every instance learns of it within a second.
 */
export type SenderStore = {
  /** Returns the senders of a client, by address. */
  listSenders: (client: string) => Promise<readonly Sender[]>;
  /**
   * Adds senders, or changes those with these addresses. Keys that a change does not have keep their values. Returns the
   * senders after the change, in the order of the addresses. A change that changes nothing is not logged.
   */
  putSenders: (
    input: { client: string; addresses: readonly string[]; change: SenderChange } & Change,
    request?: RequestKey,
  ) => Promise<readonly Sender[]>;
  /**
   * Puts a sender in quarantine, or ends its quarantine (null). Returns the sender, or null if it is not stored. Has no
   * effect if `seen` is set and the sender was changed at another instant (`changedAt`) since it was judged.
   */
  setQuarantine: (
    input: OneSender & { quarantine: Quarantine | null; seen?: number } & Change,
    request?: RequestKey,
  ) => Promise<Sender | null>;
  /** Removes a sender. Its outcomes stay. Returns false if it is not stored. */
  removeSender: (input: OneSender & Change, request?: RequestKey) => Promise<boolean>;
  /**
   * Returns the outcomes of all senders of a client in the slices from `since` on, summed over campaigns, by address and
   * slice. Only turns add to them: see `Turn.senderOutcomes`.
   */
  readSenderOutcomes: (input: { client: string; since: number }) => Promise<readonly NotedSenderOutcomes[]>;
  /** Deletes up to `limit` slices of all clients that begin before `before`. Returns whether there are more. */
  dropSenderOutcomes: (input: { before: number; limit: number }) => Promise<boolean>;
  /** Returns the senders of the attempts of these contacts of a campaign, newest first for each contact. */
  readTriedSenders: (input: {
    campaign: string;
    positions: readonly number[];
  }) => Promise<readonly TriedSender[]>;
};

/** The names of the verbs of `SenderStore`. */
export const senderVerbs = [
  'listSenders',
  'putSenders',
  'setQuarantine',
  'removeSender',
  'readSenderOutcomes',
  'dropSenderOutcomes',
  'readTriedSenders',
] as const satisfies readonly (keyof SenderStore)[];
