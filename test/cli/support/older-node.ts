import { execFileSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const newest = 24;
const ours = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/**
 * Returns the path of a Node that is older than the program needs, for the launcher: RINGMASTER_OLDER_NODE, else one
 * on the PATH. Returns null and writes a notice if there is none. Throws if `.ci/run` promises that there is one.
 */
export function findOlderNode(): string | null {
  const { PATH = '', RINGMASTER_OLDER_NODE: given, RINGMASTER_TEST_REQUIRE_SERVERS: required } = process.env;
  const folders = PATH.split(delimiter).filter((folder) => !folder.startsWith(ours));
  const found = [...(given ? [given] : []), ...folders.map((folder) => join(folder, 'node'))].find(isOlder);
  if (found !== undefined) return found;
  if (required) throw new Error('There is no Node older than 24: set RINGMASTER_OLDER_NODE to one of 20.19.');
  process.stderr.write(
    `\nSKIPPED: the launcher on an older Node. Set RINGMASTER_OLDER_NODE to a Node below ${newest}.\n\n`,
  );
  return null;
}

function isOlder(path: string): boolean {
  try {
    const version = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/^v(\d+)/.exec(version)?.[1]) < newest;
  } catch {
    return false;
  }
}
