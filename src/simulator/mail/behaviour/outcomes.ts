/** What a recipient does with a message. Its name is the word in an address that selects it. */
export const outcomes = {
  /** Accepts the message and does nothing. */
  silent: { weight: 53 },
  /** Opens the message: fetches its images. */
  opens: { weight: 22 },
  /** Opens the message and follows its first link that is not for unsubscribing. */
  clicks: { weight: 6 },
  /** A security scanner fetches every link and image within two seconds of the delivery. */
  scanned: { weight: 3 },
  /** Replies. */
  reply: { weight: 6 },
  /** Out of the office: an automatic reply to the first message. */
  ooo: { weight: 3 },
  /** A ticket system acknowledges the receipt. */
  auto: { weight: 0.5 },
  /** An automatic reply says that the recipient has left the company. */
  left: { weight: 0.5 },
  /** Unsubscribes with one click (RFC 8058). */
  unsubscribe: { weight: 1.5 },
  /** Reports the message as spam: a feedback report (RFC 5965). */
  complaint: { weight: 0.2 },
  /** The message is accepted, and bounces later. */
  bounce: { weight: 1 },
  /** The mailbox is full: bounces later. */
  full: { weight: 0.8 },
  /** The mail server of the recipient cannot be reached for a while: a delay notice, then delivery. */
  delay: { weight: 1 },
  /** There is no such mailbox: refused with 550 at RCPT. */
  refused: { weight: 1.5 },
  /** The message is refused with 554 after DATA, as a filter does. */
  blocked: { weight: 0 },
  /** Refused with 451 at RCPT until `greylistMs` have passed since the first try. */
  greylist: { weight: 0 },
} as const satisfies Record<string, { weight: number }>;

export type MailOutcome = keyof typeof outcomes;
export const mailOutcomes = Object.keys(outcomes) as MailOutcome[];

/** The outcomes of an address that never change: a mailbox that does not exist does not appear later. */
export const permanentOutcomes: ReadonlySet<MailOutcome> = new Set(['refused', 'bounce']);

/** An outcome, and the tags after its word, which say more: a language, a style, a number. */
export type Selected = { outcome: MailOutcome; tags: readonly string[] };

/**
 * Returns what an address selects by its local part or its first tag that is a word of the table (`reply+no@…`,
 * `ann+reply+no@…`); null if it selects nothing.
 */
export function selectedOutcome(address: string): Selected | null {
  return selectedWords(address.slice(0, address.lastIndexOf('@')));
}

/** Returns what the words of a local part or of a scenario select, such as `reply+no`. */
export function selectedWords(text: string): Selected | null {
  const words = text.toLowerCase().split('+');
  const index = words.findIndex((word) => isOutcome(word));
  const outcome = words[index];
  return outcome !== undefined && isOutcome(outcome) ? { outcome, tags: words.slice(index + 1) } : null;
}

function isOutcome(word: string): word is MailOutcome {
  return Object.hasOwn(outcomes, word);
}
