/** A message as it was written for one attempt. Every try of the attempt sends this text. */
export type RenderedMessage = {
  attempt: string;
  client: string;
  campaign: string;
  /** Null where the channel has none, and where the texts were erased. */
  subject: string | null;
  /** Null where the texts were erased. */
  body: string | null;
  /** SHA-256 of subject, line feed and body as hexadecimal text; it stays when the texts are erased. */
  hash: string;
  /** The variant of the step's text that was chosen; null where it has one. */
  variant: string | null;
  /** What wrote it, such as `template` or the name and version of a model. */
  generator: string;
  /** What was checked, and with which result. */
  audit: Readonly<Record<string, unknown>>;
  /** Business time in milliseconds. */
  renderedAt: number;
};

export type MessageStore = {
  /** Stores the message of an attempt; false, and the one there is stays, where it has one. */
  putMessage: (message: RenderedMessage) => Promise<boolean>;
  /** The messages of these attempts, in this order; attempts without one are left out. */
  readMessages: (attempts: readonly string[]) => Promise<readonly RenderedMessage[]>;
};
