import { addressesIn } from '../mime/addresses.ts';
import { readHeaders } from '../mime/headers.ts';
import { headersIn } from '../mime/parse-mail.ts';
import type { ParsedMail } from '../mime/parse-mail.ts';
import { refusalOf } from './reasons.ts';
import type { BounceRecipient } from './reasons.ts';

/** Feedback types that are no complaint: reports of authentication (RFC 6591), and "this is not spam". */
const notComplaints = new Set(['auth-failure', 'dmarc', 'not-spam']);

export type Feedback = { isComplaint: boolean; recipients: BounceRecipient[] };

/** Returns the feedback report (ARF, RFC 5965) of a mail, or undefined if it has none. */
export function readFeedback(mail: ParsedMail): Feedback | undefined {
  const part = mail.leaves.find(
    ({ type, text }) =>
      type === 'message/feedback-report' || (!type.includes('rfc822') && /^feedback-type:\s*\w/im.test(text)),
  );
  if (part === undefined) return undefined;
  const fields = readHeaders(part.text.trim());
  const type =
    /[\w-]+/.exec(/^feedback-type:([^\n]*)/im.exec(part.text)?.[1] ?? '')?.[0]?.toLowerCase() ?? '';
  const original = mail.leaves.find(({ type: kind }) => /^message\/rfc822|rfc822-headers/.test(kind));
  const named = addressesIn(
    [...fields.all('original-rcpt-to'), ...fields.all('removal-recipient')].join(', '),
  );
  const addresses = named.length > 0 ? named : addressesIn(headersIn(original?.text ?? '').get('to'));
  const isComplaint = !notComplaints.has(type);
  const entry = {
    status: '',
    said: `Feedback-Type: ${type}`,
    ...refusalOf(isComplaint ? 'complaint' : 'delivered'),
  };
  return { isComplaint, recipients: addresses.map((address) => ({ address, ...entry })) };
}
