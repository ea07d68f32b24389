import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';

/** A folder of its own for each test. */
export function useFolder(): (file: string) => string {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringmaster-store-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return (file) => join(folder, file);
}

/**
 * What every file of a folder holds, as hashes by name. Only for folders in which no store is open: closing the file
 * would drop this process's lock on it.
 */
export function hashFolder(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );
}
