import { findServer, servers } from '../../../scripts/servers/servers.ts';
import type { ServerName } from '../../../scripts/servers/servers.ts';

/**
 * The path of a server's program. Where there is none: null, with one line that tells how to get it; throws instead where
 * RINGMASTER_TEST_REQUIRE_SERVERS promises that there is one.
 */
export function requireServer(name: ServerName): string | null {
  const found = findServer(name);
  if (found !== null) return found;
  const { program, howToGet } = servers[name];
  if (process.env['RINGMASTER_TEST_REQUIRE_SERVERS']) {
    throw new Error(`There is no ${program} on this machine: ${howToGet}.`);
  }
  process.stderr.write(`\nSKIPPED: tests that need ${program}. To run them, ${howToGet}.\n\n`);
  return null;
}
