import { externalIdKey } from '../../domain/contact/opt-out.ts';
import { readEmail } from '../email.ts';
import { readLinkedin } from '../linkedin.ts';
import type { Phones } from '../numbers/phone.ts';
import { cleanKey } from '../variables.ts';

/** The keys of a text on do-not-contact lists, in the stored form, or why it has none. */
export type ReadKey = { keys: readonly string[] } | { code: string; detail: string };

/**
 * Reads a phone number in any writing, an email address, the URL of a LinkedIn profile, or `id:` and an external id.
 * `country` applies to numbers without +. A cell may have several numbers.
 */
export function readKeys({
  text: written,
  country,
  phones,
}: {
  text: string;
  country: string | null;
  phones: Pick<Phones, 'readAll'>;
}): ReadKey {
  const text = written.trim();
  const id = /^id:(.+)$/.exec(text)?.[1];
  if (id !== undefined) return { keys: [externalIdKey(cleanKey(id))] };
  const linkedin = readLinkedin(text);
  if (linkedin !== null) return { keys: [linkedin] };
  if (text.includes('@')) {
    const email = readEmail(text);
    if (email !== null) return { keys: [email] };
    return { code: 'contact.address-invalid', detail: 'This is not an email address.' };
  }
  const found = phones.readAll({ text, country });
  const keys = found.flatMap((one) => ('phone' in one ? [one.phone] : []));
  if (keys.length === found.length) return { keys: [...new Set(keys)] };
  const refused = found.find((one) => 'code' in one);
  return { code: refused?.code ?? 'contact.phone-invalid', detail: refused?.detail ?? '' };
}
