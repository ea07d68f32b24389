/** The stages of a session at which the server answers: the greeting, the commands, and the end of the message. */
export const smtpStages = ['connect', 'helo', 'auth', 'mail', 'rcpt', 'data', 'body'] as const;
export type SmtpStage = (typeof smtpStages)[number];

/** The stages of a session of the IMAP server. */
export const imapStages = ['imap-connect', 'imap-login', 'imap-select', 'imap-fetch', 'imap-idle'] as const;
export type ImapStage = (typeof imapStages)[number];

export type MailStage = SmtpStage | ImapStage;

/** How the server answers at a stage. `hang` keeps the connection open without an answer, `close` ends it without one. */
export type Answer =
  | { kind: 'accept'; text?: string }
  | { kind: 'refuse'; code: number; text: string }
  | { kind: 'hang' }
  | { kind: 'close' };

export const accept: Answer = { kind: 'accept' };

/** A refusal. The text begins with the enhanced status code (RFC 3463) and names the reason, as mail servers write it. */
export function refuse(code: number, text: string): Answer {
  return { kind: 'refuse', code, text };
}
