import { connect, DiscardPolicy, RetentionPolicy } from 'nats';
import { describe, expect, test } from 'vitest';
import { runHere } from '../../cli/support/fake-cli.ts';
import { temporaryFolder } from '../../cli/support/process.ts';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import { requireServer } from '../../support/servers/require-server.ts';

type Findings = { findings: { what: string; ok: boolean; detail: string }[] };

/** What `doctor` says about a server with this configuration. */
async function examine(
  url: string,
  environment: Record<string, string> = {},
): Promise<Record<string, string>> {
  const { stdout } = await runHere('doctor --json', {
    environment: { DATA_DIR: temporaryFolder(), PORT: '0', BUS: 'nats', NATS_URL: url, ...environment },
  });
  const { findings } = JSON.parse(stdout) as Findings;
  const about = findings.filter(({ what }) => ['bus', 'JetStream'].includes(what));
  return Object.fromEntries(
    about.map(({ what, ok, detail }) => [what.toLowerCase(), `${ok ? 'ok' : 'not ok'}: ${detail}`]),
  );
}

describe.each(['nats', 'oldestNats'] as const)('doctor on %s', (name) => {
  const bin = requireServer(name) ?? '';

  test.runIf(bin !== '')('finds a server that can be used, and changes nothing', async () => {
    const server = await startNatsServer({ bin, jetStream: true });
    const { bus, jetstream } = await examine(server.url);
    expect(bus).toMatch(/^ok: NATS [\d.]+ at 127\.0\.0\.1:\d+$/);
    expect(jetstream).toMatch(/^ok: enabled, 0 streams/);
    const client = await connect({ servers: server.url });
    const names = await (await client.jetstreamManager()).streams.names().next();
    expect(names).toEqual([]);
    await client.close();
    await server.stop();
  });

  test.runIf(bin !== '')('says that JetStream is missing, and how to switch it on', async () => {
    const server = await startNatsServer({ bin });
    const { bus, jetstream } = await examine(server.url);
    expect(bus).toMatch(/^ok: /);
    expect(jetstream).toMatch(/^not ok: .*nats-server with -js.*\[bus\.no-jetstream\]/);
    await server.stop();
  });

  test.runIf(bin !== '')('names a permission that is missing', async () => {
    const user = 'user: ann, password: secret';
    const server = await startNatsServer({
      bin,
      jetStream: true,
      config: `authorization { users: [
        { ${user}, permissions: { publish: ["$JS.API.>", "_INBOX.>"], subscribe: ["ringmaster.>", "_INBOX.>"] } } ] }`,
    });
    const { bus } = await examine(server.url, { NATS_USER: 'ann', NATS_PASSWORD: 'secret' });
    expect(bus).toMatch(
      /^not ok: .* does not permit this user to publish to ringmaster\.doctor.*\[bus\.not-permitted\]/,
    );
    await server.stop();
  });

  test.runIf(bin !== '')('finds limits of streams under which results are lost', async () => {
    const server = await startNatsServer({ bin, jetStream: true });
    const client = await connect({ servers: server.url });
    const jsm = await client.jetstreamManager();
    const results = { name: 'ringmaster_results', subjects: ['ringmaster.calls.results'] };
    await jsm.streams.add(results);
    expect((await examine(server.url))['jetstream']).toMatch(/^not ok: .*\[bus\.stream-foreign\]/);
    await jsm.streams.delete(results.name);
    const queue = { ...results, retention: RetentionPolicy.Workqueue };
    await jsm.streams.add({ ...queue, discard: DiscardPolicy.Old });
    expect((await examine(server.url))['jetstream']).toMatch(
      /^not ok: .*has discard old.*\[bus\.stream-limits\]/,
    );
    await jsm.streams.delete(results.name);
    await jsm.streams.add({ ...queue, discard: DiscardPolicy.New, max_msg_size: 100 });
    expect((await examine(server.url))['jetstream']).toMatch(
      /^not ok: .*of up to 100 bytes.*\[bus\.stream-limits\]/,
    );
    await jsm.streams.update(results.name, { max_msg_size: -1, max_msgs: 1 });
    await client.jetstream().publish('ringmaster.calls.results', new Uint8Array());
    expect((await examine(server.url))['jetstream']).toMatch(
      /^not ok: .*nearly full.*\[bus\.stream-limits\]/,
    );
    await client.close();
    await server.stop();
  });

  test.runIf(bin !== '')('says that a server refuses the user, or is not there', async () => {
    const server = await startNatsServer({ bin, config: 'authorization { user: ann, password: secret }' });
    const { bus } = await examine(server.url, { NATS_USER: 'ann', NATS_PASSWORD: 'wrong' });
    expect(bus).toMatch(/^not ok: .*\[bus\.refused\]/);
    await server.stop();
    expect((await examine(server.url))['bus']).toMatch(/^not ok: .*\[bus\.unreachable\]/);
  });
});
