import { readKeys } from '../../contacts/do-not-contact/read-key.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Returns an address in the stored form: E.164, email in lower case, a LinkedIn profile, or `id:` and an external id.
 * Throws `contact.address-invalid` and `contact.phone-invalid`.
 */
export function normaliseAddress({ text, phones }: { text: string; phones: Phones }): string {
  const found = readKeys({ text, country: null, phones });
  const [key, ...others] = 'keys' in found ? found.keys : [];
  if (key !== undefined && others.length === 0) return key;
  const code = 'code' in found ? found.code : 'contact.phone-invalid';
  throw invalid(
    code,
    code === 'contact.address-invalid' ? 'This is not an email address.' : 'This is not a phone number.',
  );
}

function invalid(code: string, message: string): RingmasterError {
  return new RingmasterError({
    code,
    family: 'invalid',
    message,
    hint: 'Send a phone number with + and country code, an email address, the URL of a LinkedIn profile, or id: and an external id.',
  });
}
