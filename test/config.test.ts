import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readClientConfig, readConfig, readTerminalSettings, withoutSettings } from '../src/config.ts';

const hash = 'a'.repeat(64);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const exposed = {
  HOST: '0.0.0.0',
  STORE: 'sqlite',
  BUS: 'memory',
  CARRIER: 'simulator',
  API_KEYS: `ops:admin:*:${hash}`,
};
const plivo = {
  CARRIER: 'plivo',
  PLIVO_AUTH_ID: 'MA1',
  PLIVO_AUTH_TOKEN: 'secret',
  PUBLIC_URL: 'https://c.example',
};

describe('the settings', () => {
  test('need nothing on loopback', () => {
    expect(readConfig({ environment: {} })).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 3000,
      STORE: 'sqlite',
      BUS: 'memory',
      CARRIER: 'simulator',
      API_KEYS: [],
    });
  });

  test('count an empty value as not set, and forgive spaces', () => {
    expect(readConfig({ environment: { PORT: '', HOST: ' 127.0.0.1 ' } })).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
    });
  });

  test('read keys with a role and a client', () => {
    const { API_KEYS } = readConfig({
      environment: { API_KEYS: `ops:operator:northwind:${hash}, eye:viewer:*:${sha256('eye-secret')},` },
    });
    expect(API_KEYS).toEqual([
      { id: 'ops', role: 'operator', client: 'northwind', hash },
      { id: 'eye', role: 'viewer', client: '*', hash: sha256('eye-secret') },
    ]);
  });

  test.each(['https://c.example/', 'https://c.example/base/', 'http://[::1]:8080', 'https://bücher.example'])(
    'take the address %s',
    (PUBLIC_URL) => {
      expect(readConfig({ environment: { PUBLIC_URL } })).toMatchObject({ PUBLIC_URL });
    },
  );

  test('never say hashes or secrets', () => {
    const API_KEYS = `ops:admin:*:${sha256('')},ops:viewer:*:topsecret`;
    expect(() => readConfig({ environment: { API_KEYS } })).toThrow(/^(?!.*(topsecret|[0-9a-f]{64}))/);
    const PUBLIC_URL = 'admin:topsecret@c.example';
    expect(() => readConfig({ environment: { PUBLIC_URL } })).toThrow(/^(?!.*topsecret)/);
  });

  test('take everything that is chosen beyond loopback', () => {
    expect(readConfig({ environment: { ...exposed, ...plivo } })).toMatchObject({ CARRIER: 'plivo' });
  });

  test('take a replica set', () => {
    const MONGODB_URI = 'mongodb://a.example,b.example/ringmaster?replicaSet=rs0';
    expect(readConfig({ environment: { STORE: 'mongodb', MONGODB_URI } })).toMatchObject({
      STORE: 'mongodb',
      MONGODB_URI,
    });
  });

  test('take several servers of NATS', () => {
    const environment = { BUS: 'nats', NATS_URL: 'nats://a.example:4222, tls://b.example', NATS_TOKEN: 't' };
    expect(readConfig({ environment })).toMatchObject({
      BUS: 'nats',
      NATS_URL: ['nats://a.example:4222', 'tls://b.example'],
      NATS_PREFIX: 'ringmaster',
    });
  });

  test.each([
    ['a port that is none', { PORT: '70000' }, /PORT=70000 must be a whole number from 0 to 65535/],
    ['a port in words', { PORT: 'http' }, /PORT=http must be a whole number/],
    ['a store that is not there yet', { STORE: 'postgres' }, /STORE=postgres must be sqlite/],
    ['several wrong ones at once', { PORT: 'x', BUS: 'kafka' }, /PORT=x .*; BUS=kafka must be memory/],
    ['MongoDB without its address', { STORE: 'mongodb' }, /STORE=mongodb needs MONGODB_URI/],
    [
      'an address of MongoDB without MongoDB',
      { MONGODB_URI: 'mongodb://m.example/ringmaster' },
      /MONGODB_URI is set, but STORE is not set/,
    ],
    [
      'MongoDB without a database',
      { STORE: 'mongodb', MONGODB_URI: 'mongodb://ann:secret@m.example/?replicaSet=rs0' },
      /^(?!.*secret).*MONGODB_URI must be a connection string with a database/,
    ],
    ['NATS without its address', { BUS: 'nats' }, /BUS=nats needs NATS_URL/],
    [
      'an address of NATS without NATS',
      { NATS_URL: 'nats://n.example' },
      /NATS_URL is set, but BUS is not set/,
    ],
    ['no address of NATS', { BUS: 'nats', NATS_URL: 'n.example:4222' }, /must be addresses such as nats:/],
    [
      'a NATS user in the address',
      { BUS: 'nats', NATS_URL: 'nats://a:b@n.example' },
      /no user name or password/,
    ],
    ['a path behind NATS', { BUS: 'nats', NATS_URL: 'nats://n.example/x' }, /nothing after them/],
    [
      'a NATS user without a password',
      { BUS: 'nats', NATS_URL: 'nats://n.example', NATS_USER: 'ann' },
      /NATS_USER and NATS_PASSWORD go together/,
    ],
    [
      'two ways to be known to NATS',
      { BUS: 'nats', NATS_URL: 'nats://n.example', NATS_TOKEN: 't', NATS_CREDS: 'c' },
      /are three ways/,
    ],
    ['a prefix with a wildcard', { NATS_PREFIX: 'a.*' }, /NATS_PREFIX=a.\* must be words/],
    [
      'an address without a scheme',
      { PUBLIC_URL: 'calls.example.com' },
      /PUBLIC_URL=calls.example.com must be an address/,
    ],
    ['no calls at all', { ACCOUNT_CALLS_PER_SECOND: '0' }, /must be more than 0/],
    ['an address with a query', { PUBLIC_URL: 'https://c.example/?tenant=1' }, /must hold no query/],
    ['an address with an empty query', { CARRIER_URL: 'http://c.example/api?' }, /must hold no query/],
    ['an address with a fragment', { PUBLIC_URL: 'https://c.example/#top' }, /must hold no fragment/],
    [
      'a path that leads up',
      { PUBLIC_URL: 'https://c.example/x/../y' },
      /must be written as https:\/\/c\.example\/y/,
    ],
    ['an address with spaces', { PUBLIC_URL: 'https://c.example/a b' }, /must hold no spaces/],
    ['an address with a line end', { PUBLIC_URL: 'https://c.example/\npath' }, /must hold no spaces/],
    ['an address with backslashes', { PUBLIC_URL: 'https:\\\\c.example' }, /must be an address/],
    ['an address with one slash', { PUBLIC_URL: 'https:/c.example' }, /must be an address/],
    ['an address of another kind', { PUBLIC_URL: 'ftp://c.example' }, /must be an address/],
    ['an address without a host', { PUBLIC_URL: 'https:///webhooks' }, /must be an address/],
    [
      'an address with a port that is none',
      { PUBLIC_URL: 'https://c.example:0' },
      /port that can be reached/,
    ],
    ['a key that is none', { API_KEYS: 'ops' }, /API_KEYS: key 1 is not in the form/],
    ['keys that are none', { API_KEYS: ' , ,' }, /API_KEYS holds no key/],
    ['a key without a name', { API_KEYS: `:admin:*:${hash}` }, /key 1 is not in the form.*the name is blank/],
    [
      'a key with a blank name',
      { API_KEYS: `a:viewer:*:${hash}, :admin:*:${'b'.repeat(64)}` },
      /key 2 .*blank/,
    ],
    ['a hash that is too short', { API_KEYS: `ops:admin:*:${'a'.repeat(63)}` }, /64 lower-case hexadecimal/],
    ['a secret in the place of its hash', { API_KEYS: 'ops:admin:*:hunter2' }, /key 1 is not in the form/],
    ['two keys of one name', { API_KEYS: `ops:admin:*:${hash},ops:viewer:*:${'b'.repeat(64)}` }, /same name/],
    [
      'one secret twice',
      { API_KEYS: `ops:admin:*:${hash},eye:viewer:*:${hash}` },
      /key 2 .*same secret as key 1/,
    ],
    ['the hash of nothing', { API_KEYS: `ops:admin:*:${sha256('')}` }, /hash of an empty secret/],
    ['the hash of a line end', { API_KEYS: `ops:admin:*:${sha256('\n')}` }, /is easy to guess/],
    ['the hash of two letters', { API_KEYS: `ops:admin:*:${sha256('ab')}` }, /is easy to guess/],
    ['the hash of a short number', { API_KEYS: `ops:admin:*:${sha256('1234')}` }, /is easy to guess/],
    ['the hash of a placeholder', { API_KEYS: `ops:admin:*:${sha256('changeme\n')}` }, /is easy to guess/],
    ['the hash of the name', { API_KEYS: `ops-key:admin:*:${sha256('ops-key')}` }, /is easy to guess/],
    ['a role nobody has', { API_KEYS: `ops:god:*:${hash}` }, /key 1 is not in the form/],
    [
      'real credentials without a choice',
      { PLIVO_AUTH_ID: 'MA1' },
      /PLIVO_AUTH_ID is set, but CARRIER is not set/,
    ],
    [
      'real credentials for a simulator',
      { CARRIER: 'simulator', PLIVO_AUTH_ID: 'MA1' },
      /CARRIER is simulator/,
    ],
    [
      'a real carrier called a simulator',
      { CARRIER_URL: 'https://api.plivo.com' },
      /is a real carrier, but CARRIER is/,
    ],
    [
      'a real carrier that is told to call this machine by its own name',
      { CARRIER: 'plivo', PLIVO_AUTH_ID: 'MA1', PLIVO_AUTH_TOKEN: 't', PUBLIC_URL: 'http://localhost:3000' },
      /only this machine reaches/,
    ],
    [
      'a real carrier that is told to call every address',
      { CARRIER: 'plivo', PLIVO_AUTH_ID: 'MA1', PLIVO_AUTH_TOKEN: 't', PUBLIC_URL: 'https://0.0.0.0/' },
      /only this machine reaches/,
    ],
    ['a real carrier without credentials', { CARRIER: 'plivo' }, /needs PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN/],
    ['a real carrier that cannot reach us', { ...plivo, PUBLIC_URL: '' }, /CARRIER=plivo needs PUBLIC_URL/],
    ['inspection beyond loopback', { ...exposed, INSPECT: 'on' }, /INSPECT=on is a switch for development/],
    ['an exposed service with nothing chosen', { HOST: '0.0.0.0' }, /STORE, BUS, CARRIER are not set/],
    ['an exposed service that lost one', { ...exposed, CARRIER: '' }, /but CARRIER is not set/],
    ['an exposed service without keys', { ...exposed, API_KEYS: '' }, /API_KEYS is empty/],
  ])('refuse %s', (_what, environment, message) => {
    expect(() => readConfig({ environment })).toThrow(message);
  });

  test('never repeat a secret in a message', () => {
    for (const environment of [{ API_KEYS: 'tops:secret' }, { PLIVO_AUTH_TOKEN: 'tops:secret', PORT: 'x' }]) {
      expect(() => readConfig({ environment })).toThrow(/^(?!.*tops)/);
    }
  });

  test('refuse a password inside an address, and a key that no header can carry, without repeating them', () => {
    const withPassword = 'https://me:tops@calls.example';
    for (const name of ['PUBLIC_URL', 'CARRIER_URL']) {
      expect(() => readConfig({ environment: { [name]: withPassword } })).toThrow(
        /^(?!.*tops).*must hold no user name or password/,
      );
    }
    expect(() => readClientConfig({ environment: { RINGMASTER_URL: withPassword } })).toThrow(/^(?!.*tops)/);
    expect(() => readClientConfig({ environment: { RINGMASTER_KEY: 'tops\nsecret' } })).toThrow(
      /^(?!.*tops)RINGMASTER_KEY is no secret of a key/,
    );
  });

  test('of commands that speak to a service are few', () => {
    expect(readClientConfig({ environment: {} })).toEqual({
      url: null,
      key: null,
      dataDir: '.ringmaster',
      rules: 'apply',
    });
    expect(() => readClientConfig({ environment: { RINGMASTER_URL: 'here' } })).toThrow(
      /RINGMASTER_URL=here/,
    );
  });

  test('are taken out of the environment of a child that must not inherit them', () => {
    const environment = { PATH: '/bin', PLIVO_AUTH_TOKEN: 'x', RINGMASTER_KEY: 'y', DATA_DIR: 'z' };
    expect(withoutSettings(environment)).toEqual({ PATH: '/bin' });
  });

  test('let the environment ask for plain output', () => {
    expect(readTerminalSettings({ environment: {} })).toEqual({ color: 'auto', motion: true });
    expect(readTerminalSettings({ environment: { NO_COLOR: '1' } })).toEqual({
      color: 'never',
      motion: true,
    });
    expect(readTerminalSettings({ environment: { CI: 'true' } })).toEqual({ color: 'auto', motion: false });
    expect(readTerminalSettings({ environment: { TERM: 'dumb' } })).toEqual({
      color: 'never',
      motion: false,
    });
  });

  test.each([
    [{ FORCE_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, 'always'],
    [{ FORCE_COLOR: 'true', CI: 'true' }, 'always'],
    [{ FORCE_COLOR: '0' }, 'never'],
    [{ FORCE_COLOR: 'false' }, 'never'],
    [{ FORCE_COLOR: '', NO_COLOR: '' }, 'auto'],
  ])('let the environment force colours: %j', (environment, color) => {
    expect(readTerminalSettings({ environment })).toMatchObject({ color });
  });
});
