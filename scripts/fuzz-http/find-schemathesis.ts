import { findProgram } from '../servers/find-program.ts';

/** The version that `.ci/run` installs, into a virtual environment of its own. */
export const schemathesisVersion = '4.32.5';

/** The program `schemathesis` (https://schemathesis.io): see `findProgram`. */
export function findSchemathesis(environment: NodeJS.ProcessEnv): string | null {
  return findProgram({
    environment,
    variable: 'SCHEMATHESIS_BIN',
    name: 'schemathesis',
    cached: `schemathesis-${schemathesisVersion}/bin/schemathesis`,
  });
}
