import { type Dovecot, startDovecot } from '../../../scripts/servers/dovecot.ts';
import { freePort } from '../../../scripts/servers/free-port.ts';
import { type Postfix, startPostfix } from '../../../scripts/servers/postfix.ts';
import { requireServer } from './require-server.ts';

/** The programs of real mail servers; null, with a line for each missing one, where they are missing. */
export function requireMailServers(): { dovecot: string; postfix: string } | null {
  const [dovecot, postfix] = [requireServer('dovecot'), requireServer('postfix')];
  if (dovecot === null || postfix === null) return null;
  if (process.getuid?.() === 0) return { dovecot, postfix };
  process.stderr.write('\nSKIPPED: tests that need postfix, which only root may start.\n\n');
  return null;
}

/** Starts a Dovecot. Sieve sends its answers to `submissionPort`. */
export async function startTestDovecot({
  bin,
  submissionPort,
}: {
  bin: string;
  submissionPort?: number;
}): Promise<Dovecot> {
  const [port, lmtpPort, unused] = [await freePort(), await freePort(), await freePort()];
  return startDovecot({ bin, port, lmtpPort, submissionPort: submissionPort ?? unused });
}

/**
 * Starts a Postfix for `acme.test` in front of a Dovecot, until `stop`. Bounces to `bounce+…@acme.test` arrive in the
 * mailbox of ann. `relays` are the ports of other domains.
 */
export async function startMailServers({
  bins,
  users,
  relays,
}: {
  bins: { dovecot: string; postfix: string };
  users: readonly string[];
  relays: Readonly<Record<string, number>>;
}): Promise<{ dovecot: Dovecot; postfix: Postfix; stop: () => Promise<void> }> {
  const port = await freePort();
  const dovecot = await startTestDovecot({ bin: bins.dovecot, submissionPort: port });
  const postfix = await startPostfix({
    bin: bins.postfix,
    port,
    domain: 'acme.test',
    users,
    bouncesTo: 'ann',
    lmtpPort: dovecot.lmtpPort,
    relays,
  });
  return {
    dovecot,
    postfix,
    async stop() {
      await postfix.stop();
      await dovecot.stop();
    },
  };
}
