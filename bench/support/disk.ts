import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ms, quantile } from './row.ts';

const tries = 200;
const bytes = 64 * 1024;

/** How long one sync takes here: of 64 KB over blocks the file has already, as the write-ahead log does it. */
export function describeSyncs(folder: string): string {
  const path = join(folder, 'sync-probe');
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(bytes, 1);
  const took: number[] = [];
  for (let index = 0; index < tries * 2; index += 1) {
    writeSync(file, piece, 0, bytes, (index % tries) * bytes);
    const start = performance.now();
    fdatasyncSync(file);
    if (index >= tries) took.push(performance.now() - start);
  }
  closeSync(file);
  rmSync(path);
  return `- one fdatasync of 64 KB: p50 ${ms(quantile(took, 0.5))}, p99 ${ms(quantile(took, 0.99))}`;
}
