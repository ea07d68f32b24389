import type { Disposition } from '../../domain/attempt/disposition.ts';
import type { Fault } from '../../domain/fault.ts';

/** What an end means: the disposition, and whose fault it was; null for a fault that the engine does not count. */
export type Judgement = { disposition: Disposition; fault: Fault | null };

/** What the provider reports about an end. `answered`: it shows an answer time or seconds of conversation. */
export type HangUp = { code: string; callStatus: string; answered: boolean };

type Verdict = Judgement | 'answered-if-picked-up' | 'by-status';

const verdict = (disposition: Disposition, fault: Fault | null = null): Judgement => ({ disposition, fault });

/**
 * Plivo's hang-up codes (plivo.com/docs/voice/troubleshooting/hangup-causes) and their meaning here. Unlisted codes
 * exist; for them the call status decides. A spam block (3130) affects single recipients first, so it counts for the
 * breaker and does not pause the campaign at once.
 */
const verdicts: ReadonlyArray<{ codes: readonly number[]; why: string; verdict: Verdict }> = [
  { codes: [0], why: 'unknown', verdict: 'by-status' },
  { codes: [1000], why: 'cancelled by API', verdict: verdict('cancelled') },
  { codes: [1010], why: 'out of credit', verdict: verdict('failed', 'credit') },
  { codes: [1020, 5030], why: 'concurrency limit of the account', verdict: verdict('failed', 'throttled') },
  {
    codes: [2000, 2010, 2020, 3050, 3120],
    why: 'no such number, out of service, unallocated, unknown',
    verdict: verdict('invalid'),
  },
  {
    codes: [2030, 2040, 2050, 2060, 2070, 3030, 3140],
    why: 'barred country, number or prefix, loop, media anchoring, unknown or do-not-originate caller ID',
    verdict: verdict('failed', 'configuration'),
  },
  { codes: [3000, 6010], why: 'no answer, ring timeout', verdict: verdict('no-answer') },
  { codes: [3010, 3100], why: 'busy line, busy everywhere', verdict: verdict('busy') },
  { codes: [3020, 3040, 3110], why: 'rejected, forbidden, declined', verdict: verdict('rejected') },
  { codes: [3130], why: 'blocked as spam', verdict: verdict('rejected', 'provider') },
  {
    codes: [3070, 3080, 3090, 5000, 5010, 5020],
    why: 'carrier timeout, carrier error, congestion, network, platform, routing',
    verdict: verdict('failed', 'provider'),
  },
  {
    codes: [4000, 4010, 4020, 4030, 6000],
    why: 'normal hang-up, end of XML, conference ended, removed, time limit',
    verdict: 'answered-if-picked-up',
  },
  { codes: [4210, 4240, 4250], why: 'SIP authentication', verdict: verdict('failed', 'configuration') },
  { codes: [6020], why: 'no media for 60 s', verdict: verdict('failed', 'provider') },
  {
    codes: [7011, 7012, 7013, 7014, 7022, 7023, 7024, 7032, 7033, 7034, 8011, 8012, 8013, 8014],
    why: 'our answer, action, transfer or redirect URL, or its XML, failed',
    verdict: verdict('failed', 'provider'),
  },
  { codes: [9000, 9110], why: 'lost race, confirm key', verdict: 'by-status' },
  { codes: [9100], why: 'machine detected', verdict: verdict('machine') },
];

/** The ranges of our URLs and XML. Plivo uses codes in them that its table does not list. */
const isUrlCode = (code: string): boolean => /^[78]0\d\d$/.test(code.trim());

const byCode = new Map(verdicts.flatMap(({ codes, verdict }) => codes.map((code) => [code, verdict])));

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
