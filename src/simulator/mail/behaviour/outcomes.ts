/** What a recipient does with a message. Its name is the word in the address that selects it. */
export const outcomes = {
  /** Accepts the message and does nothing. */
  silent: { weight: 97 },
  /** There is no such mailbox: refused with 550 at RCPT. */
  refused: { weight: 3 },
  /** The message is refused with 554 after DATA, as a filter does. */
  blocked: { weight: 0 },
  /** Refused with 451 at RCPT until `greylistMs` have passed since the first try. */
  greylist: { weight: 0 },
} as const satisfies Record<string, { weight: number }>;

export type MailOutcome = keyof typeof outcomes;
export const mailOutcomes = Object.keys(outcomes) as MailOutcome[];

/** The outcomes of an address that never change: a mailbox that does not exist does not appear later. */
export const permanentOutcomes: ReadonlySet<MailOutcome> = new Set(['refused']);

/**
 * Returns the outcome that an address selects by its local part or its first tag that is a word of the table
 * (`blocked@…`, `ann+blocked@…`), and the tags after it; null if it selects none.
 */
export function selectedOutcome(address: string): { outcome: MailOutcome; tags: string[] } | null {
  const words = address.slice(0, address.lastIndexOf('@')).toLowerCase().split('+');
  const index = words.findIndex((word) => isOutcome(word));
  const outcome = words[index];
  return outcome !== undefined && isOutcome(outcome) ? { outcome, tags: words.slice(index + 1) } : null;
}

function isOutcome(word: string): word is MailOutcome {
  return Object.hasOwn(outcomes, word);
}
