import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { usageError } from '../errors.ts';

export type MailFile = { path: string; read: () => Promise<Uint8Array> };

/**
 * Returns the mails of files and folders, folders with all that is below them, in the order of their names. In a folder
 * only `.eml` files are mails. Throws `mail.file` if a path cannot be read.
 */
export async function mailFiles({
  paths,
  from = '',
}: {
  paths: readonly string[];
  from?: string;
}): Promise<MailFile[]> {
  const found: MailFile[] = [];
  for (const path of paths) {
    try {
      const names = (await stat(path)).isDirectory() ? await emlFiles(path) : [path];
      for (const name of names)
        found.push({ path: from === '' ? name : relative(from, name), read: () => readFile(name) });
    } catch {
      throw usageError(
        `${path} cannot be read.`,
        'Name files with one mail each, or a folder of .eml files.',
      );
    }
  }
  return found;
}

async function emlFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.eml$/i.test(name))
    .toSorted()
    .map((name) => join(folder, name));
}
