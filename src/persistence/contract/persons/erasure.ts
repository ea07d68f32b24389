import type { Change } from '../../../domain/client-event.ts';

/**
 * Removes personal data of a person. Rows, states, counts and times stay, so that figures and logs stay right. Every verb
 * can be repeated.
 */
export type ErasureStore = {
  /**
   * Removes the personal data of contacts of one campaign: name, addresses, external id and variables, the cells of their
   * rows, the addresses, details and callbacks of their attempts, and the texts of their messages. None of them may have an open
   * attempt.
   */
  eraseContacts: (input: { campaign: string; positions: readonly number[] }) => Promise<void>;
  /**
   * Removes the keys of a person (`keysOf`) of a client. A suppression of a key on the list of the client is replaced by
   * its keyed hash, so that the key stays suppressed; with `optOut`, each key is suppressed for this reason. Appends
   * `person.erased` to the client's log. Returns how many keys of the person stay suppressed.
   */
  eraseKeys: (
    input: Change & { client: string; keys: readonly string[]; optOut: string | null; contacts: number },
  ) => Promise<number>;
  /**
   * Replaces texts in one part of the free texts and contents of the store: cells of rejected rows, answers to requests,
   * deliveries, notes, reasons and logs. Later chunks of a changed log get new hashes. Returns where the next part begins;
   * null after the last one.
   */
  redactTexts: (input: {
    texts: readonly string[];
    after: string | null;
    limit: number;
  }) => Promise<string | null>;
  /**
   * Removes the remains of erased data from the files of the store. Copies of rows may remain in the free parts of a file.
   * Returns false if they were not removed, because this takes long: with `whole` they are, and other calls wait.
   */
  scrub: (input: { whole: boolean }) => Promise<boolean>;
};
