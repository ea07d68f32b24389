export { explainRefusal } from './bounces/explain-refusal.ts';
export type { BounceAction, BounceReason, BounceRecipient, Refusal } from './bounces/reasons.ts';
export type { MailKind, ReadMail, ReadMailOptions } from './mail.ts';
export { readMail } from './read-mail.ts';
export { stripQuotes } from './quotes/strip-quotes.ts';
export { thresholds } from './replies/classify-reply.ts';
export type { ReplyClass, Sensitivity } from './replies/classify-reply.ts';
