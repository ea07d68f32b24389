import { once } from 'node:events';
import { expect, it } from 'vitest';
import { WebSocket as PlainSocket } from 'ws';
import { start, temporaryFolder } from './support/process.ts';

const mostMs = 10_000;

it('a service that is asked to end does so in time, whoever still listens', async () => {
  const folder = temporaryFolder();
  const service = start(['serve'], { cwd: folder, environment: { PORT: '0', LOG_LEVEL: 'silent' } });
  const [, host = ''] = await service.says(/at http:\/\/(\S+) /);
  const stream = await fetch(`http://${host}/v1/stream`);
  const polite = new PlainSocket(`ws://${host}/v1/ws`);
  const deaf = new PlainSocket(`ws://${host}/v1/ws`);
  const closed = once(polite, 'close');
  await Promise.all([once(polite, 'message'), once(deaf, 'message')]);
  deaf.pause();
  const from = performance.now();
  service.child.kill('SIGTERM');
  expect(await service.ended).toBe(0);
  expect(performance.now() - from).toBeLessThan(mostMs);
  expect(await closed).toEqual([1001, Buffer.from('the service stops')]);
  expect(await stream.text()).toContain('event: instances');
  deaf.resume();
  await once(deaf, 'close');
});
