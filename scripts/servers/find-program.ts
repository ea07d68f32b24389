import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Where `.ci/run` installs programs that tests need: one folder per program and version. */
const programCache = join(homedir(), '.cache/ringmaster-servers');

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The path of a program: the environment variable, else the first one on `PATH`, else the one in the cache; null if there
 * is none. Throws where the variable names a file that cannot be run.
 */
export function findProgram({
  environment,
  variable,
  name,
  cached,
  onPath = true,
}: {
  environment: NodeJS.ProcessEnv;
  variable: string;
  name: string;
  /** Below `programCache`. */
  cached: string;
  /** False for a version that only the variable or the cache can name. */
  onPath?: boolean;
}): string | null {
  const named = environment[variable];
  if (named) {
    if (isExecutable(named)) return named;
    throw new Error(`${variable} names ${named}, which is not a program. Set it to the path of ${name}.`);
  }
  // Debian keeps servers in /usr/sbin, which only root has on the PATH.
  const folders = onPath
    ? [...(environment['PATH'] ?? '').split(delimiter).filter(Boolean), '/usr/sbin']
    : [];
  return (
    [...folders.map((folder) => join(folder, name)), join(programCache, cached)].find(isExecutable) ?? null
  );
}
