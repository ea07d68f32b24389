import { addressesIn } from '../mime/addresses.ts';
import { htmlText } from '../mime/html-text.ts';
import { headersIn } from '../mime/parse-mail.ts';
import type { ParsedMail } from '../mime/parse-mail.ts';
import { explainRefusal } from './explain-refusal.ts';
import { isDelay, isNotice } from './is-notice.ts';
import { noticedRecipients, noticeOf } from './notice-text.ts';
import { readProviderNotice } from './provider-notice.ts';
import { refusalOf } from './reasons.ts';
import type { BounceRecipient, Refusal } from './reasons.ts';
import { replyCodeIn, statusIn } from './status-code.ts';
import { reportedRecipients } from './status-report.ts';
import type { ReportedRecipient } from './status-report.ts';

export type Bounce = { kind: 'bounce' | 'delay' | 'automatic'; recipients: BounceRecipient[] };

const saidCharacters = 500;

/** Returns what a mail says about delivery, or undefined if it is no notice of a mail system. */
export function readBounce({ mail, subject }: { mail: ParsedMail; subject: string }): Bounce | undefined {
  const text = mail.leaves
    .filter(({ type }) => /^(?:text|multipart)\/(?!rfc822)/.test(type))
    .map(({ type, text: words }) => (type === 'text/html' ? htmlText(words) : words))
    .join('\n');
  const provider = readProviderNotice(text);
  if (provider !== undefined) return { kind: 'bounce', recipients: provider };
  const notice = noticeOf(text);
  const reported = reportedRecipients(mail.leaves);
  if (reported.length > 0) return fromReport({ reported, notice });
  if (!isNotice({ headers: mail.headers, subject, text })) return undefined;
  if (isDelay({ subject, text: notice })) {
    const recipients = fromNotice({ mail, notice, text }).map(({ address, status, said }) => ({
      ...refusalOf('delayed'),
      address,
      status,
      said,
    }));
    return { kind: 'delay', recipients };
  }
  return { kind: 'bounce', recipients: fromNotice({ mail, notice, text }) };
}

function fromReport({ reported, notice }: { reported: ReportedRecipient[]; notice: string }): Bounce {
  const noticed = new Map(noticedRecipients(notice).map(({ address, said }) => [address, said]));
  const recipients = reported.map((one): BounceRecipient => {
    const { address, action, status, diagnostic } = one;
    const said = noticed.get(address ?? '') ?? (reported.length === 1 ? notice : '');
    const base = { address, status, said: (diagnostic || said).slice(0, saidCharacters) };
    if (action === 'delayed') return { ...base, ...refusalOf('delayed') };
    if (action === 'delivered' || action === 'relayed' || action === 'expanded')
      return { ...base, ...refusalOf('delivered') };
    const refusal = explainReported({ status, diagnostic, said });
    // The exit of a program says nothing about the address, whatever the program printed.
    return {
      ...base,
      ...(one.isLocal && refusal.reason !== 'mailbox-full' ? refusalOf('temporary') : refusal),
    };
  });
  const has = (reason: string): boolean => recipients.some((one) => one.reason === reason);
  if (recipients.some(({ reason }) => reason !== 'delayed' && reason !== 'delivered'))
    return { kind: 'bounce', recipients };
  return { kind: has('delayed') ? 'delay' : 'automatic', recipients };
}

/** The diagnostic code counts first. The notice has the words of the server where the report has only codes. */
function explainReported({ status, diagnostic, said }: { status: string; diagnostic: string; said: string }) {
  const inAnswer = statusIn(diagnostic);
  const enhanced = inAnswer === '' || /^[45]\.0\.0$/.test(inAnswer) ? status : inAnswer;
  const stage = stageIn(said);
  const first = explainRefusal(replyCodeIn(` ${diagnostic} `), enhanced, `${diagnostic}${stage}`);
  const isVague = ['unknown', 'policy', 'temporary', 'mailbox-inactive', 'filtered'].includes(first.reason);
  if (!isVague || said === '' || stage !== '') return first;
  const isClear = ({ reason }: Refusal): boolean => !['unknown', 'policy', 'temporary'].includes(reason);
  const quoted = explainRefusal(replyCodeIn(said), enhanced, answersIn(said));
  if (isClear(quoted)) return quoted;
  const whole = explainRefusal(replyCodeIn(said), enhanced, said);
  return isClear(whole) && first.reason === 'unknown' ? whole : first;
}

/**
 * The command that was refused, where the notice says it. sendmail writes DATA before it reads the answers to RCPT; a
 * server that then asks for a recipient has refused it.
 */
function stageIn(notice: string): string {
  const said = notice.replaceAll(/\s+/g, ' ');
  if (/in reply to rcpt|after rcpt|>>> rcpt/i.test(said)) return '\nin reply to RCPT';
  if (/need rcpt|valid rcpt|no valid recipients/i.test(said)) return '\nneed RCPT';
  return /in reply to (?:end of )?data|after (?:end of )?data|>>> data\b/i.test(said)
    ? '\nin reply to DATA'
    : '';
}

/** The lines of a notice that quote a server, or all of them if none does. */
function answersIn(said: string): string {
  const lines = said.split('\n');
  const quoted = lines.filter((line) =>
    /\b[45]\d\d[ -]|said:|reason:|<<<|#[45]\.\d|[45]\.\d\.\d/i.test(line),
  );
  return quoted.length === 0 ? said : quoted.join('\n');
}

function fromNotice({
  mail,
  notice,
  text,
}: {
  mail: ParsedMail;
  notice: string;
  text: string;
}): BounceRecipient[] {
  const failed = addressesIn(mail.headers.all('x-failed-recipients').join(', '));
  const senders = new Set([...addressesIn(mail.headers.get('to')), ...addressesIn(mail.headers.get('from'))]);
  const noticed = noticedRecipients(notice).filter(
    ({ address }) => failed.length > 0 || !senders.has(address),
  );
  const named = failed.length > 0 ? failed : noticed.map(({ address }) => address);
  const addresses = named.length > 0 ? named : otherAddresses({ mail, notice, text, senders });
  const words = new Map(noticed.map(({ address, said }) => [address, said]));
  return (addresses.length === 0 ? [null] : addresses).map((address) => {
    const own = words.get(address ?? '');
    const said = own !== undefined && own.length > (address ?? '').length + 8 ? own : notice;
    const status = statusIn(said);
    return {
      ...explainRefusal(replyCodeIn(said), status, said),
      address,
      status,
      said: said.trim().slice(0, saidCharacters),
    };
  });
}

/** The first address in the words of the notice, otherwise the recipient of the returned message. */
function otherAddresses({
  mail,
  notice,
  text,
  senders,
}: {
  mail: ParsedMail;
  notice: string;
  text: string;
  senders: ReadonlySet<string>;
}): string[] {
  const inNotice = addressesIn(notice).filter(
    (address) => !senders.has(address) && !/daemon|postmaster/.test(address),
  );
  if (inNotice[0] !== undefined) return [inNotice[0]];
  const returned = mail.leaves.find(({ type }) => /^message\/rfc822|rfc822-headers/.test(type));
  return addressesIn(headersIn(returned?.text ?? text.slice(notice.length)).get('to')).slice(0, 1);
}
