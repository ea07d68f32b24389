import { validateV3Signature } from 'plivo/dist/utils/v3Security.js';

/** The fields of a callback's form; a field that came several times is a list. */
export type CallbackFields = Readonly<Record<string, string | readonly string[]>>;

/** Header names are looked up without regard to case, as `Headers` does. */
export type CallbackHeaders = { get: (name: string) => string | null | undefined };

/**
 * Plivo's V3 signature check from its SDK, made safe for any input: it returns false where the SDK throws.
 * `X-Plivo-Signature-V3` is made with the token of the (sub-)account, `…-Ma-V3` with that of the main account; both
 * may contain several signatures while tokens are being changed.
 */
export function isSigned({
  method,
  url,
  headers,
  fields,
  authTokens,
}: {
  method: string;
  /** The URL that Plivo requested, with its query. */
  url: string;
  headers: CallbackHeaders;
  fields: CallbackFields;
  authTokens: readonly string[];
}): boolean {
  const nonce = headers.get('x-plivo-signature-v3-nonce');
  const signatures = [headers.get('x-plivo-signature-v3'), headers.get('x-plivo-signature-ma-v3')]
    .filter((list) => typeof list === 'string')
    .map((list) => list.replace(/\s+/g, ''))
    .filter((list) => list !== '');
  if (!nonce || signatures.length === 0) return false;
  const verb = method.toUpperCase();
  try {
    return authTokens.some((token) =>
      signatures.some((list) =>
        validateV3Signature(verb, url, nonce, token, list, signedFields(verb, fields)),
      ),
    );
  } catch {
    return false;
  }
}

/** The SDK sorts lists in place, and counts the query of a GET twice if it is passed as fields too. */
function signedFields(verb: string, fields: CallbackFields): Record<string, string | string[]> {
  if (verb === 'GET') return {};
  const entries = Object.entries(fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : [...value],
  ]);
  return Object.fromEntries(entries) as Record<string, string | string[]>;
}

/** A form body (`application/x-www-form-urlencoded`) as callback fields. */
export function readForm(body: string): CallbackFields {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const known = fields.get(name);
    if (known === undefined) fields.set(name, value);
    else if (typeof known === 'string') fields.set(name, [known, value]);
    else known.push(value);
  }
  return Object.fromEntries(fields);
}
