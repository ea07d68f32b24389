import { readEmail } from '../../contacts/email.ts';
import { readLinkedin } from '../../contacts/linkedin.ts';
import type { Phones } from '../../contacts/numbers/phone.ts';
import { cleanKey } from '../../contacts/variables.ts';
import { externalIdKey } from '../../domain/contact/opt-out.ts';
import { RingmasterError } from '../../domain/errors.ts';

/**
 * Returns an address in the stored form: E.164, email in lower case, a LinkedIn profile, or `id:` and an external id.
 * Throws `contact.address-invalid` and `contact.phone-invalid`.
 */
export function normaliseAddress({ text, phones }: { text: string; phones: Phones }): string {
  const id = /^id:(.+)$/.exec(text.trim())?.[1];
  if (id !== undefined) return externalIdKey(cleanKey(id));
  const linkedin = readLinkedin(text.trim());
  if (linkedin !== null) return linkedin;
  if (text.includes('@')) {
    const email = readEmail(text.trim());
    if (email !== null) return email;
    throw invalid('contact.address-invalid', 'This is not an email address.');
  }
  const found = phones.read({ text, country: null });
  if ('phone' in found) return found.phone;
  throw invalid(found.code, 'This is not a phone number.');
}

function invalid(code: string, message: string): RingmasterError {
  return new RingmasterError({
    code,
    family: 'invalid',
    message,
    hint: 'Send a phone number with + and country code, an email address, the URL of a LinkedIn profile, or id: and an external id.',
  });
}
