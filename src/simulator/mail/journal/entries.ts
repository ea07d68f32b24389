import type { Plan } from '../behaviour/plan.ts';
import type { MailReaction, WebReaction } from '../behaviour/reaction.ts';
import type { FolderName } from '../mailboxes/mailboxes.ts';
import type { MailStage } from '../reception/answer.ts';

/** One recipient of an accepted message, and what it will do. */
export type AcceptedRecipient = {
  to: string;
  /** The number of the message among the accepted messages to this recipient, from 1. */
  ordinal: number;
  plan: Plan;
};

/** A message was accepted. It is written before the client gets its answer: a message without this entry was never accepted. */
export type AcceptedEntry = {
  type: 'accepted';
  at: number;
  /** The id of the message in this journal. The answer to the client names it. */
  id: string;
  /** The user that logged in; null without a login. */
  user: string | null;
  mailFrom: string;
  /** Without `<` and `>`; null if the message has none. */
  messageId: string | null;
  /** The id of the attempt, from the Message-ID. */
  attempt: string | null;
  recipients: AcceptedRecipient[];
  bytes: number;
  /** The message, a character for each byte, if reactions need it or the options keep all. */
  raw?: string;
};

/** A command or a message was refused. */
export type RefusedEntry = {
  type: 'refused';
  at: number;
  stage: MailStage;
  code: number;
  text: string;
  mailFrom: string | null;
  recipients: string[];
  attempt: string | null;
};

/** How an accepted message was answered. Anything but `accepted` is an injected fault. */
export type ReplyEntry = {
  type: 'reply';
  at: number;
  id: string;
  reply: 'accepted' | 'refused' | 'none' | 'closed';
};

/** A mail of a recipient, or about one, arrived in the mailbox of the sender. */
export type ReceivedEntry = {
  type: 'received';
  at: number;
  /** The id of the reaction. */
  id: string;
  /** The id of the message that caused it. */
  message: string;
  from: string;
  kind: MailReaction['kind'];
  /** The mailbox, and where in it. */
  user: string;
  folder: FolderName;
  uid: number;
};

/** A recipient requested an address of a message. Without an address of the kind the result is `no-link`. */
export type VisitEntry = {
  type: 'visit';
  at: number;
  id: string;
  message: string;
  to: string;
  kind: WebReaction['kind'];
  method: 'GET' | 'POST';
  url: string | null;
  status: number | null;
  /** `not-allowed`: the address is not on this machine, and its origin is not among the options. */
  result: 'answered' | 'failed' | 'not-allowed' | 'no-link';
};

export type MailEntry = AcceptedEntry | RefusedEntry | ReplyEntry | ReceivedEntry | VisitEntry;
