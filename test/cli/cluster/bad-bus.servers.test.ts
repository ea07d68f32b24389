import { describe, expect, test } from 'vitest';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { runHere } from '../support/fake-cli.ts';
import type { Ran } from '../support/fake-cli.ts';
import { temporaryFolder } from '../support/process.ts';

const bin = requireServer('nats');

/** Runs a command beside a nats-server with this configuration. */
async function runBeside(
  verb: string,
  { more = {}, ...server }: { jetStream?: boolean; config?: string; more?: Readonly<Record<string, string>> },
): Promise<Ran> {
  const nats = await startNatsServer({ bin: bin ?? '', ...server });
  const environment = { BUS: 'nats', NATS_URL: nats.url, PORT: '0', DATA_DIR: temporaryFolder(), ...more };
  const ran = await runHere(verb, { environment });
  await nats.stop();
  return { ...ran, stdout: ran.stdout.replaceAll(/\s+/g, ' ') };
}

const login = { NATS_USER: 'instances', NATS_PASSWORD: 'wrong' };
const users = 'authorization { user: instances, password: right }';

describe.runIf(bin !== null)('doctor with NATS', () => {
  test('shows the server, and JetStream with its limits', async () => {
    const { code, stdout } = await runBeside('doctor', { jetStream: true });
    expect(stdout).toMatch(/✓ bus NATS 2\.\d+\.\d+ at 127\.0\.0\.1:\d+/);
    expect(stdout).toMatch(/✓ JetStream enabled, 0 streams, /);
    expect(code).toBe(0);
  });

  test('finds a server without JetStream', async () => {
    const { code, stdout } = await runBeside('doctor', {});
    expect(stdout).toContain(
      'Start nats-server with -js, or enable JetStream for the account. [bus.no-jetstream]',
    );
    expect(code).toBe(1);
  });

  test.each([
    ['streams', 'max_streams: 1', /0 of 1 streams, and [23] are still to be created/],
    ['storage', 'max_file: 10M', /it uses 0 MB of \d+ MB/],
  ])('finds that the limit of %s is too low', async (_what, limit, said) => {
    const config = `accounts { A { jetstream { ${limit} }, users: [{ user: instances, password: right }] } }`;
    const more = { ...login, NATS_PASSWORD: 'right' };
    const { code, stdout } = await runBeside('doctor', { jetStream: true, config, more });
    expect(stdout).toMatch(said);
    expect(stdout).toContain('[bus.limit]');
    expect(code).toBe(1);
  });

  test('finds that nothing answers', async () => {
    const { stdout } = await runBeside('doctor', { more: { NATS_URL: 'nats://127.0.0.1:1' } });
    expect(stdout).toContain('✗ bus NATS at nats://127.0.0.1:1 cannot be reached.');
    expect(stdout).toContain('[bus.unreachable]');
  });

  test('finds wrong credentials, with which a service does not start', async () => {
    const { code, stdout } = await runBeside('doctor', { config: users, more: login });
    expect(stdout).toContain('Check NATS_USER and NATS_PASSWORD, NATS_TOKEN or NATS_CREDS. [bus.refused]');
    expect(code).toBe(1);
    const served = await runBeside('serve', { config: users, more: login });
    expect(served.stderr).toContain('[bus.refused]');
    expect(served.code).toBe(4);
  });
});
