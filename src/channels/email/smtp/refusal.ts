import type { PlaceOutcome } from '../../contract.ts';
import type { EmailDisposition } from '../outcomes.ts';
import type { Delivery, OpenFailure, SmtpRefusal } from './connection.ts';

type Refused = Extract<Delivery, { kind: 'refused' }>;

/** How long to wait if a server says that it does not accept from this mailbox at the moment, in system time. */
const throttledMs = 60_000;

/** The status code of RFC 3463 in an answer, such as `5.1.1`. */
const status = /\b[45]\.(\d{1,3})\.(\d{1,3})\b/;
const fullWords = /\b(?:full|quota|over ?quota|insufficient (?:system )?storage)\b/i;
const unknownWords =
  /\b(?:user unknown|unknown (?:user|recipient|mailbox)|no such (?:user|recipient|mailbox|address|person)|does(?: not|n't) exist|invalid (?:recipient|mailbox)|(?:recipient|user|mailbox|address) (?:address )?(?:not found|unknown))\b/i;

/**
 * Returns how an attempt ends whose recipient or message was refused. The first digit says little: full mailboxes and
 * policies are answered with 5 as well. Only an answer that says that there is no such mailbox ends as `invalid`.
 */
export function dispositionOf({
  stage,
  code,
  text,
}: Pick<Refused, 'stage' | 'code' | 'text'>): EmailDisposition {
  const [, subject = '', detail = ''] = status.exec(text) ?? [];
  const known = `${subject}.${detail}`;
  const isFull = known === '2.2' || (known === '.' && fullWords.test(text)) || code === 452;
  if (isFull) return 'mailbox-full';
  if (code < 500) return 'deferred';
  if (['1.1', '1.2', '1.3', '1.6', '1.10'].includes(known)) return 'invalid';
  const isUnclear = known === '.' || subject === '0' || known === '5.0' || known === '1.0';
  if (stage === 'recipient' && isUnclear && unknownWords.test(text)) return 'invalid';
  return 'rejected';
}

const inWords = ({ code, text }: SmtpRefusal): string => `${code} ${text}`.trim();

/** Returns the outcome of a refused message. A refused sender is not the fault of the contact. */
export function refusedOutcome(refused: Refused): PlaceOutcome {
  const { stage, code } = refused;
  if (stage !== 'sender')
    return { kind: 'refused', disposition: dispositionOf(refused), detail: inWords(refused) };
  const detail = `the mail server refuses the mailbox as a sender: ${inWords(refused)}`;
  return code < 500 ? throttled(detail) : { kind: 'barred', fault: 'configuration', detail };
}

/** Returns the outcome if no connection could be opened: nothing was sent. */
export function unopenedOutcome({
  stage,
  refusal,
  detail,
}: OpenFailure): Extract<PlaceOutcome, { kind: 'not-placed' | 'barred' }> {
  if (stage === 'login' && refusal && refusal.code >= 500)
    return {
      kind: 'barred',
      fault: 'configuration',
      detail: `the mail server refuses the login: ${inWords(refusal)}`,
    };
  if (refusal && refusal.code < 500) return throttled(`the mail server is busy: ${inWords(refusal)}`);
  return unreachable(`the mail server cannot be used: ${detail}`);
}

function throttled(detail: string): Extract<PlaceOutcome, { kind: 'not-placed' }> {
  return { kind: 'not-placed', reason: 'throttled', retryAfterMs: throttledMs, detail };
}

export function unreachable(detail: string): Extract<PlaceOutcome, { kind: 'not-placed' }> {
  return { kind: 'not-placed', reason: 'unreachable', retryAfterMs: null, detail };
}
