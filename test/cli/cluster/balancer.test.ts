import { expect, onTestFinished, test } from 'vitest';
import { startBalancer } from '../../../src/cli/cluster/balancer.ts';
import { listen } from '../../../src/cli/listener/listener.ts';

/** A server that answers with its name, the path and the body. */
async function startServer(name: string): Promise<{ url: string; close: () => Promise<void> }> {
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  listener.answerWith(async (request) => {
    const { pathname, search } = new URL(request.url);
    return new Response(`${name} ${request.method} ${pathname}${search} ${await request.text()}`.trim());
  });
  const close = (): Promise<void> => listener.close({ graceMs: 0 });
  onTestFinished(close);
  return { url: listener.url, close };
}

test('requests are distributed over the instances', async () => {
  const balancer = await startBalancer();
  onTestFinished(balancer.close);
  balancer.setTargets([(await startServer('a')).url, (await startServer('b')).url]);
  const answers = [await fetch(balancer.url), await fetch(balancer.url), await fetch(balancer.url)];
  const names = await Promise.all(answers.map(async (answer) => (await answer.text()).slice(0, 1)));
  expect([...names].sort().join('')).toMatch(/^(aab|abb)$/);
});

test('a request with a body reaches the other instance if one is down', async () => {
  const balancer = await startBalancer();
  onTestFinished(balancer.close);
  const down = await startServer('down');
  const up = await startServer('up');
  balancer.setTargets([down.url, up.url]);
  await down.close();
  for (const _ of [1, 2]) {
    const answer = await fetch(`${balancer.url}/webhooks/x?y=1`, { method: 'POST', body: 'CallUUID=1' });
    expect(await answer.text()).toBe('up POST /webhooks/x?y=1 CallUUID=1');
  }
});

test('a form of its own pages reaches an instance as one of its own, and a redirect reaches the browser', async () => {
  const balancer = await startBalancer();
  onTestFinished(balancer.close);
  const listener = await listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => listener.close({ graceMs: 0 }));
  const origins: (string | null)[] = [];
  listener.answerWith(async ({ headers }) => {
    origins.push(headers.get('origin'));
    return new Response(null, { status: 303, headers: { location: '/campaigns/spring' } });
  });
  balancer.setTargets([listener.url]);
  const send = (origin: string) =>
    fetch(`${balancer.url}/ui/x`, { method: 'POST', headers: { origin }, body: 'a=1', redirect: 'manual' });
  const answer = await send(balancer.url);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/campaigns/spring']);
  await send('https://elsewhere.example');
  expect(origins).toEqual([listener.url, 'https://elsewhere.example']);
});

test('without an instance the answer is 503', async () => {
  const balancer = await startBalancer();
  onTestFinished(balancer.close);
  expect((await fetch(balancer.url)).status).toBe(503);
});
