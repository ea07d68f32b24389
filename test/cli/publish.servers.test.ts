import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from 'nats';
import { describe, expect, test } from 'vitest';
import { findProgram } from '../../scripts/servers/find-program.ts';
import { startNatsServer } from '../../scripts/servers/nats-server.ts';
import { until } from '../../scripts/servers/until.ts';
import { readStream } from '../messaging/nats/read-stream.ts';
import { requireServer } from '../support/servers/require-server.ts';
import { runHere } from './support/fake-cli.ts';
import { temporaryFolder } from './support/process.ts';

const bin = requireServer('nats') ?? '';
const natsTool = findProgram({
  environment: process.env,
  variable: 'NATS_CLI_BIN',
  name: 'nats',
  cached: 'nats-cli-0.5.0/nats',
  onPath: true,
});
if (natsTool === null)
  process.stderr.write(
    '\nSKIPPED: the test of the `nats` tool. To run it, `bash scripts/servers/install.sh nats-cli`.\n\n',
  );

const run = (line: string, url: string) =>
  runHere(line, { environment: { BUS: 'nats', NATS_URL: url, DATA_DIR: temporaryFolder() } });

describe.runIf(bin !== '')('ringmaster publish', () => {
  test('stores a result once, and says so', async () => {
    const server = await startNatsServer({ bin, jetStream: true });
    const line = 'publish --attempt att_1 --outcome confirmed --disposition answered --talk-seconds 42';
    const first = await run(line, server.url);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Stored: cli-[0-9a-f]{20}\.\n$/) });
    expect(await run(line, server.url)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Duplicate: /),
    });
    const file = join(temporaryFolder(), 'result.json');
    const result = { id: 'r-1', providerId: 'call-1', evidence: [{ kind: 'reached' }] };
    writeFileSync(file, JSON.stringify(result));
    const { stdout } = await run(`publish --file ${file} --json`, server.url);
    expect(JSON.parse(stdout)).toEqual({ id: 'r-1', duplicate: false });
    const client = await connect({ servers: server.url });
    const stored = await readStream(client, 'ringmaster_results');
    expect(stored.map(({ json }) => json)).toEqual([
      {
        id: expect.any(String),
        attempt: 'att_1',
        evidence: [
          { kind: 'responded', outcome: 'confirmed' },
          { kind: 'ended', disposition: 'answered', details: { talkSeconds: 42 } },
        ],
      },
      result,
    ]);
    await client.close();
    await server.stop();
  });

  test('says what is wrong: no result, no JetStream, no server, no room', async () => {
    const line = 'publish --attempt att_1 --disposition busy';
    const plain = await startNatsServer({ bin });
    expect(await run('publish --attempt att_1', plain.url)).toMatchObject({ code: 2 });
    expect(await run('publish --disposition busy', plain.url)).toMatchObject({ code: 2 });
    const refused = await run(line, plain.url);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining('bus.no-jetstream')]);
    await plain.stop();
    const gone = await run(line, plain.url);
    expect([gone.code, gone.stderr]).toEqual([5, expect.stringContaining('bus.unreachable')]);
    const small = await startNatsServer({ bin, jetStream: true });
    await run(line, small.url);
    const client = await connect({ servers: small.url });
    await (await client.jetstreamManager()).streams.update('ringmaster_results', { max_msgs: 1 });
    const full = await run(line.replace('att_1', 'att_2'), small.url);
    expect([full.code, full.stderr]).toEqual([
      1,
      expect.stringMatching(/bus\.not-stored[\s\S]*maximum messages|maximum messages[\s\S]*bus\.not-stored/),
    ]);
    await client.close();
    await small.stop();
  });

  test.runIf(natsTool !== null)(
    'the nats tool publishes results, and shows heartbeats and events',
    async () => {
      const server = await startNatsServer({ bin, jetStream: true });
      await run('publish --attempt att_1 --disposition busy', server.url);
      const result = '{"id":"r-2","attempt":"att_1","evidence":[{"kind":"ended","disposition":"busy"}]}';
      const tool = natsTool ?? '';
      const args = ['--server', server.url, 'publish', '--jetstream', 'ringmaster.calls.results', result];
      const published = await promisify(execFile)(tool, args);
      expect(published.stderr + published.stdout).toMatch(/Stored in Stream: ringmaster_results/);
      const client = await connect({ servers: server.url });
      const send = (subject: string, text: string): void =>
        client.publish(subject, new TextEncoder().encode(text));
      /** Resolves with the first message that the tool shows, while `sendSome` is called again and again. */
      const watch = async (options: readonly string[], sendSome: () => void): Promise<unknown> => {
        const watching = spawn(tool, [
          '--server',
          server.url,
          'subscribe',
          '--raw',
          '--count',
          '1',
          ...options,
        ]);
        let shown = '';
        watching.stdout.on('data', (part: Buffer) => (shown += part.toString('utf8')));
        await until(async () => {
          sendSome();
          await client.flush();
          return shown !== '';
        });
        watching.kill();
        return JSON.parse(shown) as unknown;
      };
      const heartbeat = await watch(['ringmaster.heartbeats'], () =>
        send('ringmaster.heartbeats', '{"instance":"one"}'),
      );
      expect(heartbeat).toEqual({ instance: 'one' });
      send('ringmaster.events.acme.cmp_1', '{"seq":1}');
      const stream = ['--stream', 'ringmaster_events', 'ringmaster.events.acme.*', '--all'];
      expect(await watch(stream, () => undefined)).toEqual({ seq: 1 });
      await client.close();
      await server.stop();
    },
  );
});
