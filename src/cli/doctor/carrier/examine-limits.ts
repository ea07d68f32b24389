import type { Config } from '../../../config.ts';
import type { Finding } from '../finding.ts';

/** Plivo's limits for an account without an agreement (plivo.com/docs/voice/concepts/account-limits). */
const usual = { callsPerSecond: 2, requestsPer5s: 300, indianConcurrent: 50 };

/**
 * Compares the settings with the limits of the account. The API of Plivo does not show those, so higher settings are only
 * right if Plivo has agreed to them.
 */
export function examineLimits({
  ACCOUNT_CALLS_PER_SECOND: rate,
  ACCOUNT_CONCURRENT: concurrent,
  CARRIER_REQUESTS_PER_5S: requests,
}: Config): Finding {
  const what = 'carrier limits';
  const set = `${rate} calls/s, ${concurrent ?? 'any number of'} calls at once, ${requests} requests in 5 s`;
  if (requests > usual.requestsPer5s) {
    return {
      what,
      ok: false,
      detail: `${set}: Plivo answers more than ${usual.requestsPer5s} requests in 5 s with 429. Set CARRIER_REQUESTS_PER_5S=${usual.requestsPer5s}`,
    };
  }
  const higher =
    rate > usual.callsPerSecond
      ? `; more than ${usual.callsPerSecond} calls/s wait in the queue of Plivo unless it agreed to them`
      : '';
  const indian =
    concurrent === undefined || concurrent > usual.indianConcurrent
      ? `; an account in India may have ${usual.indianConcurrent} calls at once: set ACCOUNT_CONCURRENT there`
      : '';
  return { what, ok: true, detail: `${set}${higher}${indian}` };
}
