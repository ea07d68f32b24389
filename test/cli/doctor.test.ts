import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { listeningInodes } from '../../src/cli/listener/port-holder.ts';
import { runHere } from './support/fake-cli.ts';
import { temporaryFolder } from './support/process.ts';

test('doctor reports a problem of the store once', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ringmaster.db'), 'This is a letter and no database.\n'.repeat(40));
  const { code, stdout } = await runHere('doctor', { environment: { DATA_DIR: folder, PORT: '0' } });
  expect(code).toBe(1);
  expect(stdout.match(/\[store\.[a-z-]+\]/g)).toEqual(['[store.corrupt]']);
  expect(stdout).toMatch(/^✗ campaigns +not checked: the store cannot be read$/m);
});

test('the socket that listens on a port is distinguished from others in the table of the system', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0',
    '   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0',
    '   2: 00000000:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0',
    '',
  ].join('\n');
  expect(listeningInodes({ table, port: 3_000 })).toEqual(['4711']);
  expect(listeningInodes({ table, port: 3_001 })).toEqual(['4713']);
  expect(listeningInodes({ table, port: 80 })).toEqual([]);
});
