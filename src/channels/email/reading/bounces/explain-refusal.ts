import { refusalOf } from './reasons.ts';
import type { BounceReason, Refusal } from './reasons.ts';
import { reasonOfStatus, statusIn } from './status-code.ts';
import { wording } from './wording.ts';

/** How much of an answer is read. Reasons stand at its start. */
const readCharacters = 3_000;

/**
 * Returns why a mail server refused a recipient, from its SMTP code, its enhanced code (RFC 3463) and its words. The words
 * count first, because servers send full mailboxes, spam and unknown users under the same codes; the codes decide where
 * the words say nothing. The first digit alone decides nothing but whether an unknown reason may pass by itself.
 *
 * @param code - the SMTP reply code, such as 550, or undefined
 * @param enhanced - the enhanced status code, such as `5.1.1`, or an empty text
 * @param text - the words of the server; other lines of a notification may be among them
 */
export function explainRefusal(code: number | undefined, enhanced: string, text: string): Refusal {
  // Some senders put their own words around the answer: 5.1.0 - Unknown address error 550-'5.7.1 Access denied'.
  const inner = /\b[45]\d\d[ -]'([^']{4,1000})'/.exec(text)?.[1];
  if (inner !== undefined) {
    const reason = reasonOf({
      code,
      enhanced: statusIn(inner) || statusIn(text) || enhanced,
      text: plain(inner),
    });
    if (reason !== 'unknown') return refusalOf(reason);
  }
  return refusalOf(reasonOf({ code, enhanced, text: plain(text) }));
}

/** Lower case, without addresses, host names and breaks: `user-unknown@example.com` says nothing. */
function plain(text: string): string {
  return text
    .slice(0, readCharacters)
    .toLowerCase()
    .replaceAll(/[\r\n]+\s*(?:[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3})?)?/g, ' ')
    .replaceAll(/[^\s<>"@]{1,100}@[^\s<>"@]{1,200}/g, 'x@x')
    .replaceAll(/https?:\/\/\S{1,300}/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('’', "'");
}

function reasonOf({
  code,
  enhanced,
  text,
}: {
  code: number | undefined;
  enhanced: string;
  text: string;
}): BounceReason {
  const said = wording.find(({ says }) => says.some((pattern) => pattern.test(text)))?.reason;
  const coded = reasonOfStatus(enhanced);
  if (said === 'invalid-recipient' || said === 'invalid-domain') {
    if (/(?:after|in reply to) (?:the )?mail from/.test(text)) return 'sender-address';
    if (said === 'invalid-recipient' && !isProven({ code, enhanced, text })) return 'filtered';
  }
  if (said === 'policy' || said === 'temporary') return strongCode(enhanced) ?? said;
  if (said !== undefined) return said;
  if (coded !== undefined) return coded;
  if (code !== undefined && code >= 400 && code < 500) return 'temporary';
  if (code === 550 && text === '') return 'unknown';
  if (code === 551) return 'moved';
  if (code === 552) return 'mailbox-full';
  if (code === 553) return 'invalid-recipient';
  return 'unknown';
}

/**
 * Whether "unknown user" proves that the address is wrong. A server that accepts the recipient and refuses the message
 * afterwards knows the recipient. A gateway reports the words of others without a code, or with 5.0.0 or 5.3.0, which
 * mean that the code is not known; then the message is sent again before anything is concluded.
 */
function isProven({
  code,
  enhanced,
  text,
}: {
  code: number | undefined;
  enhanced: string;
  text: string;
}): boolean {
  if (/(?:in reply to|after) rcpt/.test(text)) return true;
  if (/^[45]\.[03]\.0$/.test(enhanced) && isHearsay(text)) return false;
  if (/rcpt|no valid recipients/.test(text)) return true;
  if (/in reply to (?:end of )?data|after (?:end of )?data|>>> data\b/.test(text)) return false;
  return code !== undefined || enhanced !== '' || !isHearsay(text);
}

/** Words that gateways pass on. "Not listed in the directory" is said by the system that has the directory. */
function isHearsay(text: string): boolean {
  return /user unknown|unknown user|no such user|doesn't have an? |recipient not found|tried to reach does not exist/.test(
    text,
  );
}

/** Codes that name one reason only. They count before general words such as "rejected" and "try again". */
function strongCode(enhanced: string): BounceReason | undefined {
  return /^5\.1\.(?:1|2|3|6|10)$|^[45]\.2\.2$|^5\.1\.[78]$/.test(enhanced)
    ? reasonOfStatus(enhanced)
    : undefined;
}
