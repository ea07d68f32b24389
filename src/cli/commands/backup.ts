import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readClientConfig } from '../../config.ts';
import { isRingmasterError } from '../../domain/errors.ts';
import { privateFile } from '../../platform/private-files.ts';
import type { Client } from '../api/client.ts';
import { interrupted } from '../errors.ts';
import type { Verb, VerbInput } from '../verb.ts';

export const backup: Verb = {
  name: 'backup',
  takes: '[file]',
  works: true,
  summary: 'Copy the store to one file, while the service runs',
  description:
    'The file is checked completely before it gets its name, and no file is replaced. It has the data of all clients. Without a service the data folder is copied. For MongoDB see docs/operations.md.',
  examples: [
    { line: 'ringmaster backup', what: 'to ringmaster-20270301-090000.db, by the time in UTC' },
    { line: 'ringmaster backup /backups/monday.db', what: 'to this file' },
    { line: 'ringmaster restore /backups/monday.db', what: 'on another machine, or after a loss' },
  ],
  async run(input) {
    const { cli, output, args } = input;
    const { writeBackup } = await import('../backup/write-backup.ts');
    const path = resolve(cli.cwd, args[0] ?? `ringmaster-${stamp(cli.system.now())}.db`);
    const write = await copier(input);
    const { bytes, schema, incarnation, campaigns } = await writeBackup({ path, pid: cli.pid, write });
    output.document({ file: path, bytes, schema, incarnation, campaigns });
    const contents = `${campaigns} ${campaigns === 1 ? 'campaign' : 'campaigns'}`;
    output.result(`${path}: ${sizeText(bytes)}, ${contents}, schema ${schema}, checked`);
  },
};

/** Returns what writes the copy: the running service, or this process if none runs. */
async function copier(input: VerbInput): Promise<(part: string) => Promise<void>> {
  const { cli, output, connect } = input;
  try {
    const client = await connect({ reads: false });
    return (part) => download({ client, part, signal: cli.interrupt });
  } catch (error) {
    const { url, dataDir } = readClientConfig({ environment: cli.environment });
    const folder = await offlineFolder(dataDir);
    if (!isRingmasterError(error, 'cli.unreachable') || url !== null || !folder) throw error;
    const { copyStoreFile } = await import('../../persistence/sqlite/backup/read-backup.ts');
    output.say(output.paint('dim', `No service is running. The copy is of ${folder.path}.`));
    return (part) => copyStoreFile({ from: folder.store, to: part });
  }
}

async function offlineFolder(dataDir: string) {
  const { findOfflineFolder } = await import('../api/offline.ts');
  return findOfflineFolder({ dataDir });
}

async function download({
  client,
  part,
  signal,
}: {
  client: Client;
  part: string;
  signal: AbortSignal;
}): Promise<void> {
  try {
    const { body } = await client.open('/v1/backup', { headers: { accept: '*/*' }, signal });
    const file = createWriteStream(part, { flags: 'wx', mode: privateFile });
    await pipeline(Readable.fromWeb(body as never), file, { signal });
  } catch (error) {
    throw signal.aborted ? interrupted('The backup was interrupted. No file was written.') : error;
  }
}

/** `20270301-090000`: the time in UTC. */
function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}

function sizeText(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
