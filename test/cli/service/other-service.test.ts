import { expect, test } from 'vitest';
import { join } from 'node:path';
import { readAddress } from '../../../src/cli/folder/address-file.ts';
import { start, temporaryFolder } from '../support/process.ts';

const quiet = { PORT: '0', LOG_LEVEL: 'silent' };

test('a second service on a data folder is refused with the process, the address and what to do', async () => {
  const cwd = temporaryFolder();
  const first = start(['serve'], { cwd, environment: quiet });
  const [, url = ''] = await first.says(/at (http:\S+)/);
  const { pid } = readAddress({ folder: join(cwd, '.ringmaster') }) ?? {};
  expect(pid).toBe(first.child.pid);
  const speedy = start(['serve', '--speed', '60'], { cwd, environment: quiet });
  expect(await speedy.ended).toBe(4);
  expect(speedy.stderr()).toMatch(
    new RegExp(
      `Ringmaster \\(pid ${pid}, started \\w+ [\\d:]+\\) already serves ${url} from the data folder .ringmaster\\. ` +
        `Use that service, stop it with: kill ${pid}, or choose another DATA_DIR\\. \\[service.already-runs\\]`,
    ),
  );
  const elsewhere = start(['serve'], {
    cwd,
    environment: { ...quiet, DATA_DIR: 'other', PORT: new URL(url).port },
  });
  expect(await elsewhere.ended).toBe(4);
  expect(elsewhere.stderr()).toContain(
    `Another Ringmaster (pid ${pid}) already serves ${url}, from a data folder other than other. Stop that one with: kill ${pid}, or set PORT`,
  );
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const real = start(['doctor'], {
    cwd,
    environment: {
      CARRIER: 'plivo',
      PLIVO_AUTH_ID: 'MA1',
      PLIVO_AUTH_TOKEN: 'x',
      PUBLIC_URL: 'https://a.test',
    },
  });
  await real.ended;
  expect(real.stdout() + real.stderr()).not.toContain('config.simulated-folder');
});

test('a service that is about to end is waited for', async () => {
  const cwd = temporaryFolder();
  const first = start(['serve'], { cwd, environment: quiet });
  await first.says(/at http/);
  const second = start(['serve'], { cwd, environment: quiet });
  await new Promise((resolve) => second.child.once('spawn', resolve));
  first.child.kill('SIGTERM');
  await second.says(/at http/);
});

test('a port of another program is distinguished from the port of a service', async () => {
  const { createServer } = await import('node:http');
  const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = String(typeof address === 'object' ? address?.port : '');
  const cwd = temporaryFolder();
  const service = start(['serve'], { cwd, environment: { ...quiet, PORT: port } });
  expect(await service.ended).toBe(1);
  expect(service.stderr()).toContain(`Port ${port} is in use by another program (pid ${process.pid}).`);
  server.close();
});
