import type { MailReaction } from '../behaviour/reaction.ts';
import { dateHeader, renderMessage } from '../message/mime.ts';
import { domainOf, type NoticeInput } from './notice.ts';

type Complaint = Extract<MailReaction, { kind: 'complaint' }>;

/** Renders a feedback report (RFC 5965) of the type abuse, with the message or only its headers. */
export function renderComplaint({
  input: { id, at, acceptedAt, to, mailFrom, original },
  reaction: { style },
}: {
  input: NoticeInput;
  reaction: Complaint;
}): Buffer {
  const host = `fbl.${domainOf(to)}`;
  const fields = [
    'Feedback-Type: abuse',
    'User-Agent: Example-FBL/1.0',
    'Version: 1',
    `Original-Mail-From: <${mailFrom}>`,
    ...(style === 'message' ? [`Original-Rcpt-To: <${to}>`] : []),
    `Arrival-Date: ${dateHeader(acceptedAt)}`,
    'Source-IP: 192.0.2.1',
    `Reported-Domain: ${domainOf(original.from)}`,
  ];
  return renderMessage({
    headers: [
      ['Return-Path', '<>'],
      ['Date', dateHeader(at)],
      ['From', `Feedback Loop <feedback@${host}>`],
      ['To', original.from],
      ['Subject', `FW: ${original.subject}`],
      ['Message-ID', `<${id}@${host}>`],
    ],
    body: {
      type: 'multipart/report; report-type=feedback-report',
      parts: [
        {
          type: 'text/plain',
          text: `This is an email abuse report for an email message received on\n${dateHeader(acceptedAt)}.\n`,
        },
        { type: 'message/feedback-report', text: `${fields.join('\n')}\n`, charset: null },
        style === 'message'
          ? {
              type: 'message/rfc822',
              text: `${original.headers}\nThe text is not included.\n`,
              charset: null,
            }
          : { type: 'text/rfc822-headers', text: original.headers, charset: null },
      ],
    },
  });
}
