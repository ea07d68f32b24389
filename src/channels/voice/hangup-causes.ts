import type { Disposition } from '../../domain/attempt/disposition.ts';
import type { Fault } from '../../domain/fault.ts';

/** What an end means: the disposition, and whose fault it was; null for a fault that the engine does not count. */
export type Judgement = { disposition: Disposition; fault: Fault | null };

/** What the provider reports about an end. `answered`: it shows an answer time or seconds of conversation. */
export type HangUp = { code: string; callStatus: string; answered: boolean };

export type Verdict = Judgement | 'answered-if-picked-up' | 'by-status';

const verdict = (disposition: Disposition, fault: Fault | null = null): Judgement => ({ disposition, fault });

/** Some of Plivo's hang-up codes with one meaning. `causes`: each code and what it says. */
export type HangUpCauses = { causes: Readonly<Record<number, string>>; verdict: Verdict };

/**
 * Plivo's hang-up codes (plivo.com/docs/voice/troubleshooting/hangup-causes) and their meaning here. Unlisted codes
 * exist; for them the call status decides. A spam block (3130) affects single recipients first, so it counts for the
 * breaker and does not pause the campaign at once.
 */
export const hangUpCauses: readonly HangUpCauses[] = [
  {
    verdict: 'answered-if-picked-up',
    causes: {
      4000: 'normal hang-up',
      4010: 'end of the XML instructions',
      4020: 'multi-party call ended',
      4030: 'removed from a multi-party call',
      6000: 'the time limit of the call was reached',
    },
  },
  { verdict: verdict('machine'), causes: { 9100: 'answering machine detected' } },
  { verdict: verdict('busy'), causes: { 3010: 'busy line', 3100: 'busy everywhere' } },
  { verdict: verdict('no-answer'), causes: { 3000: 'no answer', 6010: 'the ring timeout was reached' } },
  {
    verdict: verdict('rejected'),
    causes: { 3020: 'call rejected', 3040: 'forbidden', 3110: 'declined' },
  },
  { verdict: verdict('rejected', 'provider'), causes: { 3130: 'blocked as spam' } },
  {
    verdict: verdict('invalid'),
    causes: {
      2000: 'invalid destination address',
      2010: 'destination out of service',
      2020: 'endpoint not registered',
      3050: 'unallocated number',
      3120: 'the user does not exist anywhere',
    },
  },
  {
    verdict: verdict('failed', 'provider'),
    causes: {
      3070: 'timeout of the carrier',
      3080: 'internal error of the carrier',
      3090: 'network congestion of the carrier',
      5000: 'network error',
      5010: 'internal error of Plivo',
      5020: 'routing error',
      6020: 'no media for 60 s',
      7011: 'the answer URL could not be reached',
      7012: 'the action URL could not be reached',
      7013: 'the transfer URL could not be reached',
      7014: 'the redirect URL could not be reached',
      7022: 'the action URL failed',
      7023: 'the transfer URL failed',
      7024: 'the redirect URL failed',
      7032: 'the action URL failed',
      7033: 'the transfer URL failed',
      7034: 'the redirect URL failed',
      8011: 'invalid XML of the answer URL',
      8012: 'invalid XML of the action URL',
      8013: 'invalid XML of the transfer URL',
      8014: 'invalid XML of the redirect URL',
    },
  },
  {
    verdict: verdict('failed', 'throttled'),
    causes: {
      1020: 'limit of simultaneous calls to the destination',
      5030: 'concurrency limit of the account',
    },
  },
  { verdict: verdict('failed', 'credit'), causes: { 1010: 'out of credit' } },
  {
    verdict: verdict('failed', 'configuration'),
    causes: {
      2030: 'destination country barred',
      2040: 'destination number barred',
      2050: 'destination prefix barred',
      2060: 'loop detected',
      2070: 'media anchoring not allowed',
      3030: 'unknown caller ID',
      3140: 'caller ID on a do-not-originate list',
      4210: 'SIP authentication required',
      4240: 'SIP authentication failed',
      4250: 'SIP credentials not accepted',
    },
  },
  { verdict: verdict('cancelled'), causes: { 1000: 'cancelled by a request to the API' } },
  {
    verdict: 'by-status',
    causes: {
      0: 'unknown',
      9000: 'another call was answered first',
      9110: 'the confirm key was not pressed',
    },
  },
];

/** The ranges of our URLs and XML. Plivo uses codes in them that its table does not list. */
const isUrlCode = (code: string): boolean => /^[78]0\d\d$/.test(code.trim());

const byCode = new Map(
  hangUpCauses.flatMap(({ causes, verdict }) => Object.keys(causes).map((code) => [Number(code), verdict])),
);

/** Whether the table contains a code. An empty code is not unknown: Plivo reported none. */
export function isListedCause(code: string): boolean {
  return code.trim() === '' || byCode.has(Number(code));
}

/** Call statuses of callbacks and records, without case and separators. */
const byStatus: ReadonlyMap<string, Judgement> = new Map([
  ['busy', verdict('busy')],
  ['noanswer', verdict('no-answer')],
  ['timeout', verdict('no-answer')],
  ['cancel', verdict('cancelled')],
  ['cancelled', verdict('cancelled')],
  ['canceled', verdict('cancelled')],
  ['rejected', verdict('rejected')],
  ['failed', verdict('failed')],
]);

/**
 * The meaning of an end, by its code, or by the call status if the code is not known. A call that was not picked up
 * is never `answered`, whatever its status is (Plivo reports `completed` with duration 0 as well).
 */
export function judgeHangUp({ code, callStatus, answered }: HangUp): Judgement {
  const found = (code.trim() === '' ? undefined : byCode.get(Number(code))) ?? 'by-status';
  if (typeof found === 'object') return found;
  const known = byStatus.get(callStatus.toLowerCase().replace(/[^a-z]/g, ''));
  if (found === 'answered-if-picked-up') {
    return answered ? verdict('answered') : (known ?? verdict('no-answer'));
  }
  const judged = known ?? verdict(answered ? 'answered' : 'failed');
  return judged.disposition === 'failed' && isUrlCode(code) ? verdict('failed', 'provider') : judged;
}

/** Whether the meaning of an end depends on whether the call was answered. */
export function dependsOnAnswer(hangUp: Omit<HangUp, 'answered'>): boolean {
  const answered = judgeHangUp({ ...hangUp, answered: true });
  return answered.disposition !== judgeHangUp({ ...hangUp, answered: false }).disposition;
}

/** Whether the call was blocked as spam because of its caller ID. */
export function isSpamBlock(code: string | undefined): boolean {
  return code?.trim() === '3130';
}
