import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writePrivateFile } from '../../platform/private-files.ts';

/** `startedAt` is an instant of the system clock. */
const addressSchema = z.object({ url: z.string(), pid: z.int(), startedAt: z.number().optional() });
export type Address = z.infer<typeof addressSchema>;

const fileIn = (folder: string): string => join(folder, 'address.json');

/** Returns the address that a service on this folder has written; null if there is none. The service may have ended. */
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

/** Removes the address, unless another process has written its own. */
export function removeAddress({ folder, pid }: { folder: string; pid: number }): void {
  if (readAddress({ folder })?.pid === pid) rmSync(fileIn(folder), { force: true });
}
