/** A message as it was written for one attempt. All tries of the attempt send this text. */
export type RenderedMessage = {
  attempt: string;
  client: string;
  campaign: string;
  /** Null if the channel has no subjects, and after the texts were erased. */
  subject: string | null;
  /** Null after the texts were erased. */
  body: string | null;
  /** SHA-256 of subject, line feed and body as hexadecimal text. It is kept when the texts are erased. */
  hash: string;
  /** The variant of the step's text that was chosen; null if the step has no variants. */
  variant: string | null;
  /** The generator of the text, such as `template` or the name and version of a model. */
  generator: string;
  /** The checks that were made, with their results. */
  audit: Readonly<Record<string, unknown>>;
  /** Business time in milliseconds. */
  renderedAt: number;
};

export type MessageStore = {
  /**
   * Stores the message of an attempt. Returns false and changes nothing if a message of this attempt is already
   * stored.
   */
  putMessage: (message: RenderedMessage) => Promise<boolean>;
  /** Returns the messages of these attempts, in the order of the attempts. Attempts without a message are skipped. */
  readMessages: (attempts: readonly string[]) => Promise<readonly RenderedMessage[]>;
};
