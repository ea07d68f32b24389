import { randomUUID } from 'node:crypto';
import { connect, JSONCodec } from 'nats';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { describe, expect, test } from 'vitest';
import { openNatsBus } from '../../../src/messaging/nats/nats-bus.ts';
import { createSeededRandom } from '../../../src/platform/random.ts';
import { busMessages } from '../../../src/messaging/contract.ts';
import type { DeadLetter, Subject } from '../../../src/messaging/contract.ts';
import { readStream } from './read-stream.ts';
import { busSuite } from '../../contracts/bus.suite.ts';
import { startNatsServer } from '../../../scripts/servers/nats-server.ts';
import { requireServer } from '../../support/servers/require-server.ts';
import { useNatsServer } from '../../support/servers/use-servers.ts';
import { until } from '../../../scripts/servers/until.ts';

const codec = JSONCodec();
const doorbell = { campaign: 'cmp_1', why: 'inbox', from: 'one' } as const;
const silent = pino({ level: 'silent' });
const isDirect = (subject: Subject): boolean => /^(evidence|orders)/.test(subject);

const open = ({
  url,
  prefix = 'test',
  log = silent,
  ...rest
}: {
  url: string;
  prefix?: string;
  user?: string;
  password?: string;
  log?: Logger;
}) =>
  openNatsBus({
    access: { servers: [url], ...rest },
    name: 'a test',
    streams: { replicas: 1, eventsDays: 1 },
    prefix,
    log,
    random: createSeededRandom({ seed: 1 }),
  });

describe.each(['nats', 'oldestNats'] as const)('%s', (name) => {
  const bin = requireServer(name);
  describe.runIf(bin !== null)('a running server', () => {
    const server = useNatsServer(bin, { jetStream: true });

    busSuite({
      name,
      async open() {
        const prefix = `test-${randomUUID()}`;
        const outside = await connect({ servers: server().url });
        const opened: Awaited<ReturnType<typeof open>>[] = [];
        return {
          async connect() {
            const bus = await open({ url: server().url, prefix });
            opened.push(bus);
            return bus;
          },
          until,
          async sendForeign(subject, message) {
            outside.publish(`${prefix}.${subject}`, codec.encode(message));
            await outside.flush();
          },
          deadLetters: async () =>
            (await readStream(outside, `${prefix}_results_dead`)).map(({ json }) => json as DeadLetter),
          async published() {
            const stored = await readStream(outside, `${prefix}_events`);
            return stored.map(({ subject, json }) => {
              const [client = '', campaign = ''] = subject.split('.').slice(-2);
              return { client, campaign, seq: (json as { seq: number }).seq, text: JSON.stringify(json) };
            });
          },
          async dispose() {
            await Promise.all(opened.map((bus) => bus.close()));
            await outside.close();
          },
        };
      },
    });

    test.each(Object.keys(busMessages) as Subject[])(
      'garbage on %s is dropped, logged without its content, and breaks nothing',
      async (subject) => {
        const lines: string[] = [];
        const bus = await open({
          url: server().url,
          prefix: 'garbage',
          log: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
        });
        const heard: unknown[] = [];
        const to = { to: 'one' } as object as { to?: undefined };
        const handle = (message: unknown): void => void heard.push(message);
        await bus.subscribe({ subject, handle, ...(isDirect(subject) ? to : {}) });
        await bus.subscribe({ subject: 'holds', handle: () => heard.push('the end') });
        const outside = await connect({ servers: server().url });
        const text = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
        const person = '+12025550199';
        const garbage = [
          new Uint8Array(),
          new Uint8Array([0xff, 0x00, 0xfe]),
          new TextEncoder().encode(`{"campaign":"${person}`),
          text(null),
          text(person),
          text([person]),
          text({ phone: person }),
          text({
            campaign: { $gt: '' },
            from: [person],
            campaigns: person,
            instance: 7,
            id: null,
            order: person,
          }),
          text({ phone: person.repeat(70_000) }),
        ];
        for (const body of garbage)
          outside.publish(`garbage.${subject}${isDirect(subject) ? '.one' : ''}`, body);
        outside.publish('garbage.holds', text({ from: 'one' }));
        await until(() => heard.includes('the end'));
        expect(heard.filter((message) => message !== 'the end' && subject !== 'holds')).toEqual([]);
        expect(lines.filter((line) => line.includes('message dropped'))).toHaveLength(
          garbage.length * (subject === 'holds' ? 2 : 1),
        );
        expect(lines.join('')).toContain(`"subject":"${subject}"`);
        expect(lines.join('')).not.toContain(person);
        await outside.close();
        await bus.close();
      },
    );

    test('what is no JSON is dropped, and the next message arrives', async () => {
      const bus = await open({ url: server().url });
      const heard: unknown[] = [];
      await bus.subscribe({ subject: 'campaigns.doorbell', handle: (message) => heard.push(message) });
      const outside = await connect({ servers: server().url });
      for (const bytes of [new Uint8Array(), new Uint8Array([0xff, 0x00]), new TextEncoder().encode('{"a":')])
        outside.publish('test.campaigns.doorbell', bytes);
      await outside.flush();
      await bus.publish({ subject: 'campaigns.doorbell', message: doorbell });
      await until(() => heard.length > 0);
      expect(heard).toEqual([doorbell]);
      const count = bus.counts().find(({ subject }) => subject === 'campaigns.doorbell');
      expect(count).toMatchObject({ published: 1, received: 1, dropped: 3 });
      await outside.close();
      await bus.close();
    });

    test('a message that the server would refuse for its size is dropped without an error', async () => {
      const bus = await open({ url: server().url });
      const message = { ...doorbell, campaign: 'x'.repeat(2_000_000) };
      await bus.publish({ subject: 'campaigns.doorbell', message });
      expect(await bus.health()).toMatchObject({ ok: true });
      await bus.close();
    });
  });

  test.runIf(bin !== null)('subscriptions outlive the death of the server', async () => {
    const server = await startNatsServer({ bin: bin ?? '' });
    const [one, two] = [await open({ url: server.url }), await open({ url: server.url })];
    const heard: unknown[] = [];
    await two.subscribe({ subject: 'campaigns.doorbell', handle: (message) => heard.push(message) });
    await server.kill();
    await until(async () => !(await one.health()).ok && !(await two.health()).ok);
    await one.publish({ subject: 'campaigns.doorbell', message: { ...doorbell, from: 'lost' } });
    const count = one.counts().find(({ subject }) => subject === 'campaigns.doorbell');
    expect(count).toMatchObject({ published: 0, dropped: 1 });
    await server.start();
    await until(async () => (await one.health()).ok && (await two.health()).ok);
    await one.publish({ subject: 'campaigns.doorbell', message: doorbell });
    await until(() => heard.length > 0);
    expect(heard).toEqual([doorbell]);
    await Promise.all([one.close(), two.close()]);
    await server.stop();
  });

  test.runIf(bin !== null)('an instance starts without the server and finds it later', async () => {
    const server = await startNatsServer({ bin: bin ?? '' });
    await server.kill();
    const bus = await open({ url: server.url });
    expect((await bus.health()).ok).toBe(false);
    const heard: unknown[] = [];
    await bus.subscribe({ subject: 'campaigns.doorbell', handle: (message) => heard.push(message) });
    await bus.publish({ subject: 'campaigns.doorbell', message: { ...doorbell, from: 'lost' } });
    await server.start();
    await until(async () => (await bus.health()).ok);
    await bus.publish({ subject: 'campaigns.doorbell', message: doorbell });
    await until(() => heard.length > 0);
    expect(heard).toEqual([doorbell]);
    await bus.close();
    await server.stop();
  });

  test.runIf(bin !== null)('closing does not wait for a server that never comes', async () => {
    const server = await startNatsServer({ bin: bin ?? '' });
    await server.stop();
    const bus = await open({ url: server.url });
    await bus.close();
    expect((await bus.health()).ok).toBe(false);
  });

  test.runIf(bin !== null)('without permission for JetStream only what needs it fails', async () => {
    const allowed = '["test.>", "_INBOX.>"]';
    const server = await startNatsServer({
      bin: bin ?? '',
      jetStream: true,
      config: `authorization { users: [
        { user: ann, password: secret, permissions: { publish: ${allowed}, subscribe: ${allowed} } } ] }`,
    });
    const bus = await open({ url: server.url, user: 'ann', password: 'secret' });
    const heard: unknown[] = [];
    await bus.subscribe({ subject: 'campaigns.doorbell', handle: (message) => heard.push(message) });
    expect(await bus.streamHealth()).toMatchObject({
      ok: false,
      detail: expect.stringContaining('does not permit this program to use JetStream'),
    });
    await expect(bus.readPublished({ client: 'acme', campaign: 'cmp_1' })).rejects.toMatchObject({
      hint: expect.stringContaining('$JS.API.>'),
    });
    await bus.publish({ subject: 'campaigns.doorbell', message: doorbell });
    await until(() => heard.length > 0);
    expect(await bus.health()).toMatchObject({ ok: true });
    await bus.close();
    await server.stop();
  });

  test.runIf(bin !== null)('wrong credentials are refused at once', async () => {
    const server = await startNatsServer({
      bin: bin ?? '',
      config: 'authorization { user: ann, password: secret }',
    });
    await expect(open({ url: server.url, user: 'ann', password: 'wrong' })).rejects.toMatchObject({
      code: 'bus.refused',
    });
    const bus = await open({ url: server.url, user: 'ann', password: 'secret' });
    expect(await bus.health()).toMatchObject({ ok: true });
    await bus.close();
    await server.stop();
  });
});
