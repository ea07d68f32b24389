/** One address in a text. The local part may be quoted or international (RFC 6531). */
const address =
  /"[^"\s@<>]{1,64}"@[\p{L}\p{N}.-]{1,255}|[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]{0,254}/gu;

/** Returns the addresses of a header or a text, in lower case, in order, without repeats. */
export function addressesIn(text: string): string[] {
  const found = (text.slice(0, 50_000).match(address) ?? []).map((one) =>
    one.replace(/\.+$/, '').toLowerCase(),
  );
  return [...new Set(found)];
}

/** Returns the message ids of a header, without angle brackets, in order. */
export function messageIdsIn(value: string): string[] {
  return [...value.matchAll(/<([^<>\s]{1,500})>/g)].flatMap(([, id]) => (id === undefined ? [] : [id]));
}
