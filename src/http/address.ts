import { readEmail } from '../contacts/email.ts';
import type { Phones } from '../contacts/phone.ts';
import { RingmasterError } from '../domain/errors.ts';

/** An address in the form the lists keep: E.164, or e-mail in lower case. */
export function normaliseAddress({ text, phones }: { text: string; phones: Phones }): string {
  if (text.includes('@')) {
    const email = readEmail(text.trim());
    if (email !== null) return email;
    throw invalid('contact.address-invalid', 'This is not an e-mail address.');
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
    hint: 'Send a phone number with + and country code, or an e-mail address.',
  });
}
