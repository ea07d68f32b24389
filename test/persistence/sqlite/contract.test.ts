import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/persistence/sqlite/sqlite-store.ts';
import { storeSuite } from '../../contracts/store.suite.ts';
import { copyEmptyStore } from '../../support/store/empty-store.ts';

storeSuite({
  name: 'SQLite in a file',
  async open() {
    const folder = await mkdtemp(join(tmpdir(), 'ringmaster-store-'));
    const path = join(folder, 'store.db');
    copyEmptyStore({ to: path });
    const store = await openSqliteStore({ path, synchronous: 'normal' });
    return {
      store,
      async dispose() {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  },
});

storeSuite({
  name: 'SQLite in memory',
  async open() {
    const store = await openSqliteStore({ path: ':memory:' });
    return { store, dispose: store.close };
  },
});
