import type { MailReaction, NoticeStyle } from '../behaviour/reaction.ts';
import { dateHeader, type Header, type Part, renderMessage } from '../message/mime.ts';
import { bounceFacts, humanText } from './bounce-texts.ts';
import { domainOf, hostOf, type NoticeInput } from './notice.ts';

type Bounce = Extract<MailReaction, { kind: 'bounce' }>;
type Delay = Extract<MailReaction, { kind: 'delay' }>;

/** Who sends bounces, and with which subject. */
const senders: Readonly<
  Record<NoticeStyle, (input: { to: string; subject: string }) => { from: string; subject: string }>
> = {
  postfix: ({ to }) => ({
    from: `Mail Delivery System <MAILER-DAEMON@${hostOf(to)}>`,
    subject: 'Undelivered Mail Returned to Sender',
  }),
  exchange: ({ to, subject }) => ({
    from: `postmaster@${domainOf(to)}`,
    subject: `Undeliverable: ${subject}`,
  }),
  gmail: () => ({
    from: 'Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    subject: 'Delivery Status Notification (Failure)',
  }),
  exim: ({ to }) => ({
    from: `Mail Delivery System <Mailer-Daemon@${hostOf(to)}>`,
    subject: 'Mail delivery failed: returning message to sender',
  }),
  sendmail: ({ to }) => ({
    from: `Mail Delivery Subsystem <MAILER-DAEMON@${hostOf(to)}>`,
    subject: 'Returned mail: see transcript for details',
  }),
  qmail: ({ to }) => ({ from: `MAILER-DAEMON@${hostOf(to)}`, subject: 'failure notice' }),
};

/**
 * Renders a bounce. All styles but qmail are delivery reports (RFC 3464) in a `multipart/report`; qmail writes text, and the
 * original below it.
 */
export function renderBounce({ input, reaction }: { input: NoticeInput; reaction: Bounce }): Buffer {
  const { to, original } = input;
  const { style, reason } = reaction;
  const isGerman = reaction.language === 'de';
  const { from, subject } = senders[style]({ to, subject: original.subject });
  const text = humanText({ style, to, host: hostOf(to), reason, isGerman });
  const localSubject =
    isGerman && style === 'exchange' ? subject.replace('Undeliverable:', 'Unzustellbar:') : subject;
  const headers = noticeHeaders({ input, from, subject: localSubject });
  if (style === 'qmail') {
    return renderMessage({
      headers,
      body: {
        type: 'text/plain',
        text: `${text}\n--- Below this line is a copy of the message.\n\n${original.headers}`,
      },
    });
  }
  const { status, code, text: diagnostic } = bounceFacts[reason];
  return renderReport({
    input,
    headers: style === 'exim' ? [...headers, ['X-Failed-Recipients', to]] : headers,
    text,
    fields: [
      'Action: failed',
      `Status: ${status}`,
      `Remote-MTA: dns; ${hostOf(to)}`,
      `Diagnostic-Code: smtp; ${code} ${status} ${diagnostic(to)}`,
    ],
  });
}

const retriesForMs = 5 * 86_400_000;

/** Renders a notice that a message is delayed (`Action: delayed`). Nothing is lost yet. */
export function renderDelay({ input, reaction: { style } }: { input: NoticeInput; reaction: Delay }): Buffer {
  const { to, acceptedAt } = input;
  const { from } = senders[style]({ to, subject: '' });
  return renderReport({
    input,
    headers: noticeHeaders({
      input,
      from,
      subject: delaySubjects[style] ?? 'Warning: could not send message for past 4 hours',
    }),
    text: `THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.\n\nYour message could not be delivered for more than 4 hour(s).\nIt will be retried until it is 5 day(s) old.\n\n<${to}>: connect to ${hostOf(to)}[192.0.2.25]:25: Connection timed out\n`,
    fields: [
      'Action: delayed',
      'Status: 4.4.1',
      `Diagnostic-Code: X-${style}; connect to ${hostOf(to)}[192.0.2.25]:25: Connection timed out`,
      `Will-Retry-Until: ${dateHeader(acceptedAt + retriesForMs)}`,
    ],
  });
}

const delaySubjects: Partial<Record<NoticeStyle, string>> = {
  postfix: 'Delayed Mail (still being retried)',
  gmail: 'Delivery Status Notification (Delay)',
  exchange: 'Delivery delayed',
};

function renderReport({
  input,
  headers,
  text,
  fields,
}: {
  input: NoticeInput;
  headers: readonly Header[];
  text: string;
  /** The fields of the recipient after its address. */
  fields: readonly string[];
}): Buffer {
  const { to, acceptedAt, original } = input;
  const status = [
    `Reporting-MTA: dns; ${hostOf(to)}`,
    `Arrival-Date: ${dateHeader(acceptedAt)}`,
    '',
    `Final-Recipient: rfc822; ${to}`,
    `Original-Recipient: rfc822; ${to}`,
    ...fields,
  ];
  const parts: Part[] = [
    { type: 'text/plain', text, encoding: 'quoted-printable' },
    { type: 'message/delivery-status', text: `${status.join('\n')}\n`, charset: null },
    { type: 'text/rfc822-headers', text: original.headers, charset: null },
  ];
  return renderMessage({ headers, body: { type: 'multipart/report; report-type=delivery-status', parts } });
}

/** The headers of a report: from the null sender (RFC 5321, 4.5.5), to the envelope sender of the message. */
function noticeHeaders({
  input: { id, at, to, mailFrom },
  from,
  subject,
}: {
  input: NoticeInput;
  from: string;
  subject: string;
}): Header[] {
  return [
    ['Return-Path', '<>'],
    ['Delivered-To', mailFrom],
    ['Date', dateHeader(at)],
    ['From', from],
    ['To', mailFrom],
    ['Subject', subject],
    ['Message-ID', `<${id}@${hostOf(to)}>`],
    ['Auto-Submitted', 'auto-replied'],
  ];
}
