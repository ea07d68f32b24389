/**
 * An address that mail servers accept without quotes (RFC 5321, dot-atom form), with a domain of at least two parts.
 */
const address =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/**
 * Returns the address in lower case, or null if the text is not an email address. The maximum is 254 characters (RFC
 * 5321).
 */
export function readEmail(text: string): string | null {
  const email = text.replace(/^mailto:/i, '').toLowerCase();
  return email.length <= 254 && address.test(email) ? email : null;
}
