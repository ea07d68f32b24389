import type { Language } from '../texts/languages.ts';
import type { ReplyKind } from '../texts/replies.ts';

/** The mail systems whose bounces, delay notices and complaints differ. */
export const noticeStyles = ['postfix', 'exchange', 'gmail', 'exim', 'sendmail', 'qmail'] as const;
export type NoticeStyle = (typeof noticeStyles)[number];

/** Why a message bounces. */
export const bounceReasons = [
  'mailbox',
  'disabled',
  'domain',
  'full',
  'policy',
  'authentication',
  'expired',
] as const;
export type BounceReason = (typeof bounceReasons)[number];

/** The programs whose absence messages differ in their headers and subjects. */
export const absenceStyles = ['exchange', 'sieve', 'gmail', 'apple'] as const;
export type AbsenceStyle = (typeof absenceStyles)[number];

/**
 * What a recipient does after a message, `afterMs` milliseconds after it was accepted. `away` are the days until the first
 * day back; null if the absence names none. `folder` is where the mail arrives in the mailbox of the sender.
 */
export type MailReaction =
  | { kind: 'bounce'; afterMs: number; style: NoticeStyle; reason: BounceReason; language: Language }
  | { kind: 'delay'; afterMs: number; style: NoticeStyle }
  | {
      kind: 'absence';
      afterMs: number;
      style: AbsenceStyle;
      language: Language;
      away: number | null;
      wording: 'back' | 'through';
    }
  | { kind: 'automatic'; afterMs: number; style: AbsenceStyle; language: Language; says: 'receipt' | 'left' }
  | {
      kind: 'reply';
      afterMs: number;
      language: Language;
      says: ReplyKind;
      folder: 'INBOX' | 'Junk';
      /** From another address of the same person. */
      alias: boolean;
      /** With In-Reply-To and References. */
      threaded: boolean;
      /** With the original below the text. */
      quotes: boolean;
    }
  | { kind: 'complaint'; afterMs: number; style: 'message' | 'headers' };

/** Who fetches the images: the mail program, or a proxy. That of Apple does it whether or not the message is read. */
export const openers = ['person', 'gmail', 'apple'] as const;
export type Opener = (typeof openers)[number];

/** What a recipient does in the web. */
export type WebReaction =
  | { kind: 'open'; afterMs: number; by: Opener }
  | { kind: 'click' | 'scan'; afterMs: number }
  | { kind: 'unsubscribe'; afterMs: number; by: 'one-click' | 'page' };

export type Reaction = MailReaction | WebReaction;

export function isMailReaction(reaction: Reaction): reaction is MailReaction {
  return !['open', 'click', 'scan', 'unsubscribe'].includes(reaction.kind);
}
