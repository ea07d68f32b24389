import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The version that `.ci/run` installs, into a virtual environment of its own. */
export const schemathesisVersion = '4.32.5';

/**
 * The program `schemathesis` (https://schemathesis.io): `SCHEMATHESIS_BIN`, else the one on `PATH`, else the one in
 * `~/.cache/ringmaster-servers`; null if there is none.
 */
export function findSchemathesis(environment: NodeJS.ProcessEnv): string | null {
  const named = environment['SCHEMATHESIS_BIN'];
  if (named) return named;
  const cached = join(homedir(), '.cache/ringmaster-servers', `schemathesis-${schemathesisVersion}`, 'bin');
  const folders = [...(environment['PATH'] ?? '').split(delimiter), cached];
  return folders.map((folder) => join(folder, 'schemathesis')).find((path) => existsSync(path)) ?? null;
}
