import { BlockList, isIP } from 'node:net';

type Network = readonly [address: string, prefix: number];

/** IPv4 networks that are not hosts of the internet: https://www.iana.org/assignments/iana-ipv4-special-registry */
const notPublic4: readonly Network[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

/**
 * The only IPv6 network of public hosts, and what is reserved in it, also because an IPv4 address is inside (Teredo, 6to4):
 * https://www.iana.org/assignments/iana-ipv6-special-registry. Everything outside it is refused: loopback, mapped and NAT64
 * addresses, unique local, link-local and multicast ones.
 */
const public6: Network = ['2000::', 3];
const notPublic6: readonly Network[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

/** Returns whether an IP address is one of this machine, of a private network, or reserved. So is a text that is none. */
export type IsPrivateAddress = (address: string) => boolean;

export function createIsPrivateAddress(): IsPrivateAddress {
  const refused = new BlockList();
  for (const [address, prefix] of notPublic4) refused.addSubnet(address, prefix, 'ipv4');
  const known6 = new BlockList();
  known6.addSubnet(...public6, 'ipv6');
  const refused6 = new BlockList();
  for (const [address, prefix] of notPublic6) refused6.addSubnet(address, prefix, 'ipv6');
  return (address) => {
    const family = isIP(address);
    if (family === 4) return refused.check(address, 'ipv4');
    if (family !== 6) return true;
    return !known6.check(address, 'ipv6') || refused6.check(address, 'ipv6');
  };
}

/** Returns the host of a URL as the system looks it up: without brackets and without a full stop at its end. */
export function plainHost(hostname: string): string {
  return hostname
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** Whether the name is one of this machine, whatever a name server says. */
export function isLocalName(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost');
}

/** Returns whether the host of a URL is a private address, or a name of this machine. Other names are not looked up. */
export function isPrivateHost(hostname: string): boolean {
  const host = plainHost(hostname);
  return isIP(host) > 0 ? createIsPrivateAddress()(host) : isLocalName(host);
}
