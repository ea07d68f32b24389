import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startReplicaSet } from '../../../scripts/servers/replica-set.ts';
import { schemaVersion } from '../../../src/persistence/mongodb/connection/schema.ts';
import { collectionNames } from '../../../src/persistence/mongodb/documents/collections.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useReplicaSet } from '../../support/servers/use-servers.ts';
import { runHere } from '../support/fake-cli.ts';
import { temporaryFolder } from '../support/process.ts';
import { startVersionProxy } from './version-proxy.ts';

const bin = requireServer('mongod');
const admin = { user: 'root', password: 'se:cret' };

describe.runIf(bin !== null)('a database that cannot be used', () => {
  const set = useReplicaSet(bin, { hasAccessControl: true });
  let port: number;
  let root: MongoClient;
  const uriOf = ({ login = 'root:se%3Acret@', database = 'ringmaster', at = port, more = '' } = {}): string =>
    `mongodb://${login}127.0.0.1:${at}/${database}?authSource=admin${more}`;

  beforeAll(async () => {
    port = set().members[0]?.port ?? 0;
    const first = await MongoClient.connect(`mongodb://127.0.0.1:${port}/?directConnection=true`);
    await first.db('admin').command({ createUser: admin.user, pwd: admin.password, roles: ['root'] });
    await first.close();
    root = await MongoClient.connect(uriOf());
    for (const [user, role] of [
      ['reader', 'read'],
      ['writer', 'readWrite'],
    ])
      await root.db('admin').command({
        createUser: user,
        pwd: 'pw',
        roles: ['ringmaster', 'made', 'new'].map((db) => ({ db, role })),
      });
    // No test owns this folder: it is removed with the folder of the run.
    await run('migrate', uriOf({ database: 'made' }), mkdtempSync(join(tmpdir(), 'ringmaster-made-')));
  });
  afterAll(async () => {
    await root?.close();
  });

  const run = (verb: string, uri: string, folder = temporaryFolder()) =>
    runHere(verb, {
      environment: {
        STORE: 'mongodb',
        MONGODB_URI: uri,
        BUS: 'memory',
        PORT: '0',
        DATA_DIR: folder,
      },
    });
  const collectionsIn = async (database: string): Promise<string[]> =>
    (await root.db(database).listCollections().toArray()).map(({ name }) => name).sort();

  /** Both say the code and what to do, and neither changes the database. */
  const isRefused = async (uri: string, code: string, database = 'ringmaster'): Promise<string> => {
    const before = await collectionsIn(database);
    const examined = await run('doctor', uri);
    const served = await run('serve', uri);
    expect([examined.code, served.code > 0]).toEqual([1, true]);
    expect(examined.stdout).toContain(`[${code}]`);
    expect(served.stderr).toContain(`[${code}]`);
    expect(served.stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(`${examined.stdout}${served.stderr}`).not.toContain('cret');
    expect(await collectionsIn(database)).toEqual(before);
    return served.stderr;
  };

  test('because the connection string has an option that does not exist', async () => {
    const said = await isRefused(uriOf({ more: '&replicaSett=rs0' }), 'store.uri-invalid');
    expect(said).toContain('MONGODB_URI is not a valid connection string');
  });

  test('because nothing answers at its address', async () => {
    await isRefused(uriOf({ at: 1 }), 'store.unreachable');
  });

  test('because the replica set has another name', async () => {
    await isRefused(uriOf({ more: '&replicaSet=other' }), 'store.unreachable');
  });

  test('because the password is wrong', async () => {
    await isRefused(uriOf({ login: 'root:wrong@' }), 'store.refused');
  });

  test('because there is no user', async () => {
    await isRefused(uriOf({ login: '' }), 'store.not-permitted');
  });

  test('because the user may only read, in a database that is complete and in a new one', async () => {
    const said = await isRefused(
      uriOf({ login: 'reader:pw@', database: 'made' }),
      'store.not-permitted',
      'made',
    );
    expect(said).toContain('The MongoDB user reader may not insert, update, remove in the database made');
    await isRefused(uriOf({ login: 'reader:pw@', database: 'new' }), 'store.not-permitted', 'new');
  });

  test('because the user may not create the schema; with a complete one the user is accepted', async () => {
    const said = await isRefused(
      uriOf({ login: 'writer:pw@', database: 'new' }),
      'store.not-permitted',
      'new',
    );
    expect(said).toContain('may not collMod');
    expect(said).toContain('ringmaster migrate');
    expect(await collectionsIn('new')).toEqual([]);
    const { code, stdout } = await run('doctor', uriOf({ login: 'writer:pw@', database: 'made' }));
    expect(stdout).toContain('the user writer may read and write');
    expect(code).toBe(0);
  });

  test('because it belongs to another program', async () => {
    await root.db('shop').createCollection('orders');
    await isRefused(uriOf({ database: 'shop' }), 'store.foreign', 'shop');
  });

  test('because a newer version has changed its schema', async () => {
    await run('migrate', uriOf({ database: 'newer' }));
    const meta = root.db('newer').collection<{ _id: string; version: number }>('meta');
    await meta.updateOne({ _id: 'schema' }, { $set: { version: schemaVersion + 1 } });
    await isRefused(uriOf({ database: 'newer' }), 'store.newer', 'newer');
  });

  test('because its server is too old', async () => {
    const { version } = (await root.db().admin().buildInfo()) as { version: string };
    const proxy = await startVersionProxy({ port, version, shown: version.replace(/^\d/, '5') });
    const said = await isRefused(uriOf({ at: proxy.port, more: '&directConnection=true' }), 'store.too-old');
    proxy.stop();
    expect(said).toContain('is too old; 6.0 or later is needed');
  });
});

describe.runIf(bin !== null)('a server without a replica set', () => {
  test('is refused, and keeps nothing', async () => {
    const lone = await startReplicaSet({ bin: bin ?? '', initiate: false });
    const [member = { port: 0 }] = lone.members;
    const environment = {
      STORE: 'mongodb',
      MONGODB_URI: `mongodb://127.0.0.1:${member.port}/ringmaster?directConnection=true`,
      PORT: '0',
      BUS: 'memory',
      DATA_DIR: temporaryFolder(),
    };
    const examined = await runHere('doctor', { environment });
    const served = await runHere('serve', { environment });
    await lone.stop();
    expect([examined.code, served.code]).toEqual([1, 4]);
    for (const said of [examined.stdout, served.stderr]) expect(said).toContain('[store.no-replica-set]');
  });
});

describe.runIf(bin !== null)('doctor in a cluster', () => {
  const set = useReplicaSet(bin);
  let client: MongoClient;
  let uri: string;
  beforeAll(async () => {
    client = await MongoClient.connect(set().uri);
    uri = set().uri.replace('/?', '/ringmaster?');
  });
  afterAll(async () => {
    await client?.close();
  });
  const run = (verb: string) =>
    runHere(verb, {
      environment: {
        STORE: 'mongodb',
        MONGODB_URI: uri,
        PORT: '0',
        BUS: 'memory',
        DATA_DIR: temporaryFolder(),
      },
    });

  test('checks everything of an empty database, and of a complete one', async () => {
    const empty = await run('doctor');
    expect(empty.code).toBe(0);
    expect(empty.stdout).toMatch(/^✓ store +MongoDB .*, database ringmaster, nothing in it yet$/m);
    expect(empty.stdout).not.toMatch(/^. schema/m);
    expect(await client.db('ringmaster').listCollections().toArray()).toEqual([]);
    await run('migrate');
    const { code, stdout } = await run('doctor');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✓ write concern +writes are in the journals of 1 of 1 member; with one member/m);
    expect(stdout).toMatch(/^✓ permissions +the servers have no access control/m);
    expect(stdout).toMatch(new RegExp(`^✓ schema +${collectionNames.length} collections with`, 'm'));
    expect(stdout).toMatch(/^✓ clocks +the server differs from this machine by \d+ ms$/m);
  });

  test('finds validators and indexes that are missing or different, and migrate repairs them', async () => {
    await run('migrate');
    const db = client.db('ringmaster');
    await db.collection('attempts').dropIndex('key_1');
    await db.collection('parties').dropIndex('address_1_client_1');
    await db.collection('parties').createIndex({ address: 1, client: 1 });
    await db.command({ collMod: 'limits', validationLevel: 'off' });
    await db.dropCollection('tasks');
    const { code, stdout } = await run('doctor');
    expect(code).toBe(1);
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain('the index address_1_client_1 of parties has other options');
    expect(said).toContain('attempts has no index {"key":1}');
    expect(said).toContain('the validator of limits is missing or different; and 1 more');
    expect(said).toContain('Run `ringmaster migrate`, which repairs this.');
    expect((await run('migrate')).stdout).toMatch(/has schema \d+, as before; 4 differences repaired/);
    const repaired = await run('doctor');
    expect([repaired.code, repaired.stdout]).toEqual([0, expect.stringMatching(/^✓ schema/m)]);
  });
});
