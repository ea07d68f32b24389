import type { Hono } from 'hono';
import { type ApiContext, type ApiEnv, type ApiNeeds, refuse } from './needs.ts';

/**
 * Adds the routes that read the account and its numbers, with the fields of the real ones
 * (plivo.com/docs/account/api/account, /numbers/api/account-phone-number, /voice/api/verified-caller-id). Without the option
 * `numbers` every number is rented.
 */
export function addAccountRoutes(api: Hono<ApiEnv>, { options, credits }: ApiNeeds): void {
  api.get('/:authId', (c) => {
    const { authId, name = 'Simulated account' } = c.get('account');
    return c.json({
      account_type: 'standard',
      address: '',
      api_id: c.get('apiId'),
      auth_id: authId,
      auto_recharge: false,
      billing_mode: 'prepaid',
      cash_credits: (credits() ?? 1000).toFixed(5),
      city: '',
      name,
      resource_uri: `/v1/Account/${authId}/`,
      state: '',
      timezone: 'Asia/Kolkata',
    });
  });

  const rented = (number: string): Rented | null => {
    if (!/^[1-9]\d{6,14}$/.test(number)) return null;
    if (options.numbers === null) return { number, voice: true, compliance: null };
    return options.numbers.find((one) => one.number === number) ?? null;
  };

  api.get('/:authId/Number', (c) => {
    const limit = Number(c.req.query('limit') ?? 20);
    const offset = Number(c.req.query('offset') ?? 0);
    if (!Number.isInteger(limit) || limit < 1 || limit > 20)
      return refuse(c, 400, 'limit must be between 1 and 20');
    if (!Number.isInteger(offset) || offset < 0) return refuse(c, 400, 'offset must not be negative');
    const all = options.numbers ?? [];
    return c.json({
      api_id: c.get('apiId'),
      meta: { limit, next: null, offset, previous: null, total_count: all.length },
      objects: all.slice(offset, offset + limit).map((number) => fieldsOf(c, number)),
    });
  });

  api.get('/:authId/Number/:number', (c) => {
    const found = rented(c.req.param('number'));
    return found
      ? c.json({ api_id: c.get('apiId'), ...fieldsOf(c, found) })
      : refuse(c, 404, 'number not found');
  });

  api.get('/:authId/VerifiedCallerId/:number', (c) => {
    const number = c.req.param('number');
    if (!options.verifiedCallerIds.includes(number)) return refuse(c, 404, 'verified caller id not found');
    return c.json({
      api_id: c.get('apiId'),
      alias: '',
      country: '',
      created_at: '2026-01-01T00:00:00Z',
      modified_at: '2026-01-01T00:00:00Z',
      phone_number: number,
      subaccount: '',
      verification_uuid: '',
    });
  });
}

type Rented = { number: string; voice: boolean; compliance: string | null };

function fieldsOf(c: ApiContext, { number, voice, compliance }: Rented): Record<string, unknown> {
  return {
    active: true,
    added_on: '2026-01-01',
    alias: null,
    application: null,
    carrier: 'Plivo',
    compliance_application_id: null,
    compliance_status: compliance,
    monthly_rental_rate: '0.80000',
    number,
    number_type: 'local',
    resource_uri: `/v1/Account/${c.get('account').authId}/Number/${number}/`,
    sms_enabled: false,
    sub_account: null,
    voice_enabled: voice,
    voice_rate: '0.00850',
  };
}
