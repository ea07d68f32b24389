import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Returns the folder itself, or its nearest existing parent. `path` must be absolute. */
export function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}
