import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkedUrl } from '../../../src/integrations/outgoing-webhooks/sending/endpoint-url.ts';
import {
  createIsAllowedAddress,
  parseAllowedAddresses,
} from '../../../src/platform/addresses/allowed-addresses.ts';
import { createIsPrivateAddress } from '../../../src/platform/addresses/private-addresses.ts';

const isPrivate = createIsPrivateAddress();
const rulesWith = (allow: string) => ({
  isPrivate,
  isAllowed: createIsAllowedAddress(parseAllowedAddresses(allow) ?? []),
});
const strict = rulesWith('');

test.each([
  '127.0.0.1',
  '127.255.0.9',
  '0.0.0.0',
  '0.1.2.3',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '100.127.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '192.88.99.1',
  '224.0.0.1',
  '239.1.1.1',
  '255.255.255.255',
  '::',
  '::1',
  '::2',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '::ffff:7f00:1',
  '0:0:0:0:0:ffff:a00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b::8.8.8.8',
  '64:ff9b:1::1',
  '100::1',
  'fc00::1',
  'fdff::1',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  '5f00::1',
  '',
  'localhost',
  '8.8.8',
  '8.8.8.8.8',
  '0x7f.1',
  '1.2.3.4 ',
])('%s is not an address of the internet', (address) => {
  expect(isPrivate(address)).toBe(true);
});

test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::200e'])(
  '%s is an address of the internet',
  (address) => {
    expect(isPrivate(address)).toBe(false);
  },
);

test.each([
  'http://hooks.example.com/',
  'ftp://hooks.example.com/',
  'hooks.example.com',
  'file:///etc/passwd',
  'https://127.0.0.1/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://0/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://%31%32%37.0.0.1/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fd00::1]/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://169.254.169.254/latest',
  'https://ann:secret@hooks.example.com/',
  'https://hooks.example.com/#part',
  'https://',
  'https://hooks.example.com:22/',
  'https://hooks.example.com:25/',
  'https://hooks.example.com:80/',
  'https://hooks.example.com:6667/',
  'https://8.8.8.8:0/',
  'http://8.8.8.8/',
])('%s cannot be the address of a webhook', (url) => {
  expect(() => checkedUrl(url, strict)).toThrow(/The address of the webhook/);
});

test('https with a usual port is accepted, and what WEBHOOK_ALLOW names', () => {
  for (const url of [
    'https://hooks.example.com/in?a=b',
    'https://hooks.example.com:8443/',
    'https://8.8.8.8/',
  ])
    expect(checkedUrl(url, strict)).toBe(url);
  const allowing = rulesWith('127.0.0.1:8080, 10.0.0.0/8:443,[fd00::/8]:443,[::1]:9000');
  for (const url of [
    'http://127.0.0.1:8080/',
    'http://localhost:8080/',
    'https://10.9.8.7/',
    'https://[fd12::3]/',
  ])
    expect(checkedUrl(url, allowing)).toBe(url);
  for (const url of [
    'http://127.0.0.1:8081/',
    'http://127.0.0.2:8080/',
    'https://11.0.0.1:442/',
    'http://[::1]:9001/',
  ])
    expect(() => checkedUrl(url, allowing)).toThrow(/The address of the webhook/);
});

test.each([
  '127.0.0.1',
  '127.0.0.1:0',
  '127.0.0.1:70000',
  'localhost:80',
  '10.0.0.0/33:443',
  '[::1/129]:1',
  '::1:80',
  '[10.0.0.1]:1',
])('%s is no value of WEBHOOK_ALLOW', (text) => {
  expect(parseAllowedAddresses(text)).toBeNull();
});

test('an IPv4 address is refused in every way in which IPv6 can carry it', () => {
  fc.assert(
    fc.property(
      fc.ipV4(),
      fc.constantFrom('::', '::ffff:', '64:ff9b::', '64:ff9b:1::', '2002:'),
      (four, prefix) => {
        const parts = four.split('.').map(Number);
        const hex = [0, 2]
          .map((at) => (((parts[at] ?? 0) << 8) | (parts[at + 1] ?? 0)).toString(16))
          .join(':');
        expect(isPrivate(prefix === '2002:' ? `2002:${hex}::1` : `${prefix}${hex}`)).toBe(true);
      },
    ),
  );
});

test('any text is refused as an address with a reason, or becomes an https URL of a public host', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.webUrl().map((url) => url.replace('http:', 'https:')),
      ),
      (text) => {
        try {
          expect(new URL(checkedUrl(text, strict)).protocol).toBe('https:');
        } catch (error) {
          expect(error).toMatchObject({ code: 'webhook.url-refused', family: 'invalid' });
        }
      },
    ),
  );
});
