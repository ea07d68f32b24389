import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { writePrivateFile } from '../../platform/private-files.ts';

const portSchema = z.object({ port: z.int().min(1).max(65_535) });

/** Returns the port of the last run; null if there was none. */
export function readPort({ path }: { path: string }): number | null {
  try {
    const read = portSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return read.success ? read.data.port : null;
  } catch {
    return null;
  }
}

export function writePort({ path, url }: { path: string; url: string }): void {
  writePrivateFile(path, `${JSON.stringify({ port: Number(new URL(url).port) })}\n`);
}
