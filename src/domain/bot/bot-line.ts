/** Which bot is meant: the one of a pool that is reserved for an attempt. */
export type BotOfAttempt = { client: string; pool: string; attempt: string };

/** The answer of a bot server that was asked to get a bot ready. `token`: what the bot recognises its call by. */
export type WarmOutcome = { kind: 'ready'; token: string } | { kind: 'failed'; detail: string };

/** What a voice channel asks of the bot servers of clients. */
export type BotLine = {
  /**
   * Asks for a bot that is ready to take the call of an attempt. It may be repeated for the same attempt: a bot server answers
   * with the same bot. Resolves within the deadline of the pool. Does not throw.
   */
  warm: (
    input: BotOfAttempt & {
      campaign: string;
      variables: Readonly<Record<string, string>>;
      /** For how long the bot is needed at most until its call begins, in seconds. */
      holdSeconds: number;
    },
  ) => Promise<WarmOutcome>;
  /** Says that the bot of an attempt is not needed any more. Does not throw, and may fail without a trace. */
  release: (input: BotOfAttempt) => Promise<void>;
  /** The address that the carrier streams audio to; null if the client has no such pool. */
  streamOf: (input: { client: string; pool: string }) => Promise<string | null>;
};
