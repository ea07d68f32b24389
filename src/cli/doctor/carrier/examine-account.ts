import { z } from 'zod';
import type { Config } from '../../../config.ts';
import type { Finding } from '../finding.ts';
import { carrierUrl } from './ask-carrier.ts';
import type { CarrierAnswer } from './ask-carrier.ts';

/** The parts of an account that are used (plivo.com/docs/account/api/account). */
const accountSchema = z.object({
  auth_id: z.string(),
  account_type: z.string().optional(),
  billing_mode: z.string().optional(),
  auto_recharge: z.boolean().optional(),
  cash_credits: z.coerce.number().optional(),
});

/** With less than this many US dollars a prepaid account that is not recharged stops soon. */
const lowCredit = 5;

/** Checks whether the carrier accepts the keys, and whether the account can pay for calls. */
export function examineAccount({
  config,
  answer,
}: {
  config: Config;
  answer: CarrierAnswer | null;
}): readonly Finding[] {
  const what = 'carrier';
  const { CARRIER, PLIVO_AUTH_ID: id } = config;
  const { origin } = new URL(carrierUrl(config));
  const bad = (detail: string): Finding[] => [{ what, ok: false, detail }];
  if (answer === null) return bad(`nothing answers at ${origin}: check the network, and a proxy between`);
  const { status, body } = answer;
  if (status === 401) return bad('Plivo answered HTTP 401: check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN');
  if (status === 429)
    return bad(
      'Plivo answered HTTP 429: other programs use up the requests of the account. Lower CARRIER_REQUESTS_PER_5S',
    );
  if (status !== 200) return bad(`Plivo answered HTTP ${status}: see the status page of Plivo`);
  const account = accountSchema.safeParse(body).data;
  if (!account || account.auth_id !== id)
    return bad(`${origin} answers, but not as Plivo does: check whether a proxy answers instead`);
  const isReal = CARRIER === 'plivo' && config.CARRIER_URL === undefined;
  const place = isReal ? '' : ` at ${origin}`;
  const type = account.account_type ?? 'standard';
  const kind = type === 'standard' ? '' : `; the account is of type ${type}, which may not call every number`;
  return [
    { what, ok: true, detail: `Plivo${place} answers and knows the account${kind}` },
    creditOf(account),
  ];
}

function creditOf({
  cash_credits: credit,
  billing_mode: mode = 'prepaid',
  auto_recharge: recharged = false,
}: z.output<typeof accountSchema>): Finding {
  const what = 'carrier credit';
  if (credit === undefined) return { what, ok: true, detail: 'the carrier does not say' };
  const amount = `${credit.toFixed(2)} US dollars`;
  if (mode !== 'prepaid') return { what, ok: true, detail: `${amount}, ${mode}` };
  if (credit <= 0) {
    return { what, ok: false, detail: `${amount}: every call would be refused. Add credit in the console` };
  }
  if (recharged) return { what, ok: true, detail: `${amount}, recharged automatically` };
  const note = credit < lowCredit ? '; it is low, and is not recharged automatically' : '';
  return { what, ok: true, detail: `${amount}${note}` };
}
