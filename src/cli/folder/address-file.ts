import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../../platform/private-files.ts';

/** `startedAt` is an instant of the system clock. */
const addressSchema = z.object({ url: z.string(), pid: z.int(), startedAt: z.number().optional() });
export type Address = z.infer<typeof addressSchema>;

const fileIn = (folder: string): string => join(folder, 'address.json');

/** Where the service that runs on this folder can be reached; null if none left word. It may be dead. */
export function readAddress({ folder }: { folder: string }): Address | null {
  try {
    const read = addressSchema.safeParse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

export function writeAddress({ folder, address }: { folder: string; address: Address }): void {
  writePrivateFile(fileIn(folder), `${JSON.stringify(address)}\n`);
}

/** Takes the address away, unless another process has put its own there. */
export function removeAddress({ folder, pid }: { folder: string; pid: number }): void {
  if (readAddress({ folder })?.pid === pid) rmSync(fileIn(folder), { force: true });
}
