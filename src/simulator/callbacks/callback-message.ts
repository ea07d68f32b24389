import { drawUuid } from '../draws.ts';
import { signature, signedText } from './signature.ts';
import { type Account, type Fields, keysOf } from '../types.ts';

/** A callback to the customer. */
export type CallbackMessage = { account: Account; url: string; method: 'GET' | 'POST'; fields: Fields };

/** How a message is signed. Every value except `true` is an injected fault. */
export type Signing = 'true' | 'wrong' | 'wrong-token' | 'list' | 'tampered';

type Signable = { message: CallbackMessage; mainToken: string; nonce: string; signing: Signing };

/**
 * Returns the signed request for a message. With GET the fields are in the query. The fragment of the URL is not sent
 * and not signed. V3 uses the token of the account that owns the call, Ma-V3 that of its main account.
 */
export function signedRequest(
  { message, mainToken, nonce, signing }: Signable,
  signal: AbortSignal,
): Request {
  const url = targetUrl(message);
  const body = message.method === 'POST' ? message.fields : {};
  const text = signedText({ method: message.method, url, body, nonce });
  const sign = (token: string): string => signature({ token, text });
  const own = sign(message.account.authToken);
  const foreign = sign(drawUuid({ seed: 0, subject: message.account.authToken }));
  const v3 = { true: own, tampered: own, wrong: foreign, 'wrong-token': foreign, list: `${foreign},${own}` };
  const sent = signing === 'tampered' ? tamper(body) : body;
  return new Request(url, {
    method: message.method,
    redirect: 'manual',
    signal,
    headers: {
      'user-agent': 'Plivo (simulated)',
      'x-plivo-signature-v3': v3[signing],
      'x-plivo-signature-ma-v3': signing === 'wrong' ? foreign : sign(mainToken),
      'x-plivo-signature-v3-nonce': nonce,
      ...(message.method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    },
    ...(message.method === 'POST' ? { body: new URLSearchParams(sent).toString() } : {}),
  });
}

function targetUrl({ url, method, fields }: CallbackMessage): string {
  const target = new URL(url);
  target.hash = '';
  if (method === 'GET')
    for (const name of keysOf(fields)) target.searchParams.append(name, fields[name] ?? '');
  return target.href;
}

/** Changes the fields to the opposite result, as an attacker would do. */
function tamper(fields: Fields): Fields {
  const completed = fields['CallStatus'] === 'completed';
  return { ...fields, CallStatus: completed ? 'failed' : 'completed', Duration: '3600', Digits: '1' };
}
