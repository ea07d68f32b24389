/** An address as mail servers take it without quoting (RFC 5321, dot-atom form), with a domain of two parts or more. */
const address =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** The address in lower case, or null if it is none. 254 characters is the longest that can be delivered. */
export function readEmail(text: string): string | null {
  const email = text.replace(/^mailto:/i, '').toLowerCase();
  return email.length <= 254 && address.test(email) ? email : null;
}
