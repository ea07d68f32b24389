import { BlockList, isIP } from 'node:net';

/** Returns whether requests may be sent to a port of an address although it is private. */
export type IsAllowedAddress = (address: string, port: number) => boolean;

const written = /^(?:\[(?<six>[^\]]+)\]|(?<four>[^:[\]]+)):(?<port>\d{1,5})$/;
const largestPort = 65_535;

type Allowed = { address: string; prefix: number; port: number };

/**
 * Reads addresses with their ports, separated by commas: `127.0.0.1:8080`, `10.0.0.0/8:443`, `[fd00::/8]:443`. Returns null
 * if one of them has another form.
 */
export function parseAllowedAddresses(text: string): readonly Allowed[] | null {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const read = parts.map(parseOne);
  return read.every((one) => one !== null) ? read : null;
}

function parseOne(text: string): Allowed | null {
  const groups = written.exec(text)?.groups;
  const port = Number(groups?.['port']);
  const [address = '', bits] = (groups?.['six'] ?? groups?.['four'] ?? '').split('/', 2);
  const family = isIP(address);
  const most = family === 4 ? 32 : 128;
  const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  const fits = family === (groups?.['six'] === undefined ? 4 : 6) && prefix >= 0 && prefix <= most;
  return fits && port > 0 && port <= largestPort ? { address, prefix, port } : null;
}

export function createIsAllowedAddress(allowed: readonly Allowed[]): IsAllowedAddress {
  const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');
  const lists = allowed.map(({ address, prefix, port }) => {
    const list = new BlockList();
    list.addSubnet(address, prefix, familyOf(address));
    return { list, port };
  });
  return (address, asked) =>
    isIP(address) > 0 &&
    lists.some(({ list, port }) => port === asked && list.check(address, familyOf(address)));
}
