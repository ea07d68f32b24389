import { readAbsence } from './absences/return-date.ts';
import { isPlainlyAbsent, speaksOfAbsence } from './automatic/absence-words.ts';
import { isAutomatic } from './automatic/automatic-signs.ts';
import { readFeedback } from './bounces/complaints.ts';
import { readBounce } from './bounces/read-bounce.ts';
import type { ReadMail, ReadMailOptions } from './mail.ts';
import { addressesIn, messageIdsIn } from './mime/addresses.ts';
import { decodeWords } from './mime/headers.ts';
import { parseMail } from './mime/parse-mail.ts';
import type { ParsedMail } from './mime/parse-mail.ts';
import { visibleText } from './quotes/visible-text.ts';
import { classifyReply } from './replies/classify-reply.ts';
import { saysLeft } from './replies/left-company.ts';

type Common = Pick<ReadMail, 'subject' | 'from' | 'to' | 'sentAt' | 'messageIds' | 'text'>;

/**
 * Returns what a mail is taken for. It reads no clock and does no I/O, accepts any bytes and never fails: a mail that says
 * nothing is an `unclear` reply. Reports of mail systems come first, then our own copies, then automatic mails by RFC 3834
 * and the headers of vendors, and what is left is a reply of a person.
 */
export async function readMail(raw: Uint8Array, options: ReadMailOptions): Promise<ReadMail> {
  const mail = parseMail(raw);
  const common = commonOf(mail);
  const base: ReadMail = { ...common, kind: 'reply', recipients: [], class: null, absence: null };
  const feedback = readFeedback(mail);
  if (feedback !== undefined)
    return {
      ...base,
      kind: feedback.isComplaint ? 'complaint' : 'automatic',
      recipients: feedback.recipients,
    };
  if (isReceipt(mail)) return { ...base, kind: 'automatic' };
  const isOwn = common.from !== null && options.own(common.from);
  const bounce =
    isOwn && !/report/i.test(mail.contentType) ? undefined : readBounce({ mail, subject: common.subject });
  if (bounce !== undefined) return { ...base, ...bounce };
  if (isOwn) return { ...base, kind: 'own' };
  return readPerson({ mail, base, options });
}

function readPerson({
  mail,
  base,
  options,
}: {
  mail: ParsedMail;
  base: ReadMail;
  options: ReadMailOptions;
}): ReadMail {
  const { text, subject } = base;
  const automatic = isAutomatic({ headers: mail.headers, subject });
  if (!automatic && !isPlainlyAbsent(text))
    return {
      ...base,
      class: classifyReply({ text: text === '' ? subject : text, sensitivity: options.sensitivity }),
    };
  const words = `${subject}. ${text}`;
  if (saysLeft(text)) return { ...base, kind: 'automatic', class: 'left-company' };
  const sentAt = base.sentAt ?? options.receivedAt;
  const absence =
    sentAt === undefined
      ? { returnsOn: null, ambiguous: false, review: null, readAs: null }
      : readAbsence({ headers: mail.headers, text: words, sentAt, country: options.country });
  // An automatic mail that says when somebody is back is an absence, whatever its other words are.
  const isAbsence = absence.readAs !== null || speaksOfAbsence(`${subject} ${text}`) || isAppleVacation(mail);
  return isAbsence ? { ...base, kind: 'out-of-office', absence } : { ...base, kind: 'automatic' };
}

function commonOf(mail: ParsedMail): Common {
  const { headers } = mail;
  const sentAt = Date.parse(headers.get('date').replace(/\s*\([^)]{0,40}\)\s*$/, ''));
  const chain = [
    ...messageIdsIn(headers.get('in-reply-to')),
    ...messageIdsIn(headers.get('references')).toReversed(),
  ];
  return {
    subject: decodeWords(headers.get('subject')).slice(0, 1_000),
    from: addressesIn(decodeWords(headers.get('from')))[0] ?? null,
    to: addressesIn(decodeWords(headers.all('to').join(', '))),
    sentAt: Number.isNaN(sentAt) ? null : sentAt,
    messageIds: [...new Set(chain)],
    text: visibleText(mail),
  };
}

/** A report that a message was read or deleted (MDN, RFC 8098) is neither a reply nor a bounce. */
function isReceipt({ contentType, leaves }: ParsedMail): boolean {
  return (
    /report-type\s*=\s*"?disposition-notification/i.test(contentType) ||
    leaves.some(({ type }) => type === 'message/disposition-notification')
  );
}

function isAppleVacation({ headers }: ParsedMail): boolean {
  return /vacation/i.test(headers.get('x-apple-action'));
}
