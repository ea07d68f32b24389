import { isIP } from 'node:net';
import { RingmasterError } from '../../../domain/errors.ts';
import type { IsAllowedAddress } from '../../../platform/addresses/allowed-addresses.ts';
import { isLocalName, plainHost } from '../../../platform/addresses/private-addresses.ts';
import type { IsPrivateAddress } from '../../../platform/addresses/private-addresses.ts';

/** What requests of webhooks may be sent to. */
export type AddressRules = { isPrivate: IsPrivateAddress; isAllowed: IsAllowedAddress };

const defaultPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };
const firstUnprivileged = 1024;
/** Ports from 1024 on that browsers refuse, because other protocols use them: https://fetch.spec.whatwg.org/#port-blocking */
const otherProtocols: ReadonlySet<number> = new Set([
  1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697,
  10_080,
]);

export function portOf({ protocol, port }: Pick<URL, 'protocol' | 'port'>): number {
  return port === '' ? (defaultPorts[protocol] ?? 0) : Number(port);
}

/** Returns why nothing is sent to an address; null if requests may be sent to it. It was looked up, and is no name. */
export function refusalOf(
  { address, port, protocol }: { address: string; port: number; protocol: string },
  { isPrivate, isAllowed }: AddressRules,
): string | null {
  if (isAllowed(address, port)) return null;
  if (isPrivate(address)) return `${address} is a private or reserved address`;
  if (protocol !== 'https:') return 'http is used only for addresses in WEBHOOK_ALLOW';
  const isUsual = port === defaultPorts['https:'] || (port >= firstUnprivileged && !otherProtocols.has(port));
  return isUsual ? null : `port ${port} is not one of a web server`;
}

/** What an address is of, for the error of one that is refused. */
type UrlWords = { code: string; what: string };
const ofWebhook: UrlWords = { code: 'webhook.url-refused', what: 'The address of the webhook' };

/** The schemes of requests, and of streams, which begin as a request. */
const requestSchemes: Readonly<Record<string, string>> = {
  'http:': 'http:',
  'https:': 'https:',
  'ws:': 'http:',
  'wss:': 'https:',
};

/**
 * Returns the address of a webhook as it is stored. Throws `webhook.url-refused`, or the code of `words`, if nothing can be
 * sent to it. A name is not looked up here: its address is checked by each connection. Only the address of a stream, which
 * has `words`, may begin with `ws`.
 */
export function checkedUrl(given: string, rules: AddressRules, words: UrlWords = ofWebhook): string {
  const url = URL.parse(given);
  const protocol = requestSchemes[url?.protocol ?? ''];
  const isKnown = words === ofWebhook ? url && url.protocol in defaultPorts : protocol !== undefined;
  if (!url || !isKnown || protocol === undefined) throw refuse(words, 'is not an https address');
  if (url.username !== '' || url.password !== '') throw refuse(words, 'has a user name or password');
  if (url.hash !== '') throw refuse(words, 'has a fragment');
  const host = plainHost(url.hostname);
  const address = isLocalName(host) ? '127.0.0.1' : host;
  const port = portOf({ protocol, port: url.port });
  // What a name stands for is not known: it is taken for a public address, so http and other ports are refused.
  const assumed = isIP(address) > 0 ? address : '8.8.8.8';
  const refusal = refusalOf({ address: assumed, port, protocol }, rules);
  if (refusal !== null) throw refuse(words, `cannot be used: ${refusal}`);
  return url.href;
}

function refuse({ code, what }: UrlWords, why: string): RingmasterError {
  return new RingmasterError({
    code,
    family: 'invalid',
    message: `${what} ${why}.`,
    hint: 'Use an https address that the internet reaches, such as https://hooks.example.com/ringmaster. WEBHOOK_ALLOW names exceptions for trials.',
  });
}
