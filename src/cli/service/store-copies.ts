import { readdirSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { RingmasterError } from '../../domain/errors.ts';
import type { StoreCopies } from '../../http/index.ts';
import type { Store } from '../../persistence/contract/store.ts';

const prefix = 'backup-';
const suffix = '.part';

/**
 * Writes each copy to a file and reads it. `folder`: where a copy is written before it is read. A file that a killed process left there is deleted now.
 */
export function createStoreCopies({
  store,
  folder,
  name,
}: {
  store: Pick<Store, 'backUp'>;
  folder: string;
  /** A part of the file name. */
  name: string;
}): StoreCopies {
  const path = join(folder, `${prefix}${name}${suffix}`);
  let isBusy = false;
  for (const left of readdirSync(folder))
    if (left.startsWith(prefix) && left.includes(suffix)) rmSync(join(folder, left), { force: true });
  return {
    async make() {
      if (isBusy) throw underWay();
      isBusy = true;
      try {
        await store.backUp({ path });
        const file = await open(path, 'r');
        const { size } = await file.stat();
        const body = ReadableStream.from(file.createReadStream()) as ReadableStream<Uint8Array>;
        return { bytes: size, body };
      } finally {
        // A deleted file can still be read by a process that has it open.
        rmSync(path, { force: true });
        isBusy = false;
      }
    },
  };
}

function underWay(): RingmasterError {
  return new RingmasterError({
    code: 'backup.under-way',
    family: 'conflict',
    message: 'The service is writing another backup.',
    hint: 'Try again when it has ended.',
  });
}
