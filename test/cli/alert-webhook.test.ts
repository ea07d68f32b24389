import { expect, test } from 'vitest';
import { serveHere } from './support/serve-here.ts';

const url = 'https://hooks.example.com/alerts';

test('alert-webhook sets, shows and removes where the alerts of a client are sent', async () => {
  const { type } = await serveHere();
  const made = await type(`alert-webhook northwind --url ${url}`);
  expect(made).toMatchObject({ code: 0 });
  const [, secret = ''] =
    /^The alerts of northwind are sent to https:\S+\.\nSecret, shown only now: (\S{43})\n$/.exec(
      made.stdout,
    ) ?? [];
  expect(secret).not.toBe('');
  const shown = await type('alert-webhook northwind');
  expect(shown.stdout).toMatch(/^https:\/\/hooks\.example\.com\/alerts, since .* UTC\n$/);
  expect(JSON.parse((await type('alert-webhook northwind --json')).stdout)).toMatchObject({
    client: 'northwind',
    url,
  });
  expect(shown.stdout + shown.stderr).not.toContain(secret);
  // Another client has none.
  expect((await type('alert-webhook default')).stderr).toContain('[alert-webhook.not-found]');
  const own = JSON.parse(
    (await type(`alert-webhook northwind --url ${url} --secret 0123456789abcdef --json`)).stdout,
  ) as object;
  expect(own).not.toHaveProperty('secret');
  expect(await type('alert-webhook northwind --remove')).toMatchObject({
    code: 0,
    stdout: 'The alerts of northwind are sent nowhere.\n',
  });
  expect((await type('alert-webhook northwind')).stderr).toContain('[alert-webhook.not-found]');
});

test('alert-webhook refuses what it cannot use', async () => {
  const { type } = await serveHere();
  const refusals = [
    ['--secret 0123456789abcdef', 'cli.usage'],
    [`--remove --url ${url}`, 'cli.usage'],
    ['--url https://127.0.0.1/alerts', 'alert-webhook.url-refused'],
    ['--url http://hooks.example.com/alerts', 'alert-webhook.url-refused'],
  ] as const;
  for (const [options, code] of refusals) {
    const refused = await type(`alert-webhook northwind ${options}`);
    expect(refused.code, options).not.toBe(0);
    expect(refused.stderr, options).toContain(`[${code}]`);
  }
  expect((await type('alert-webhook northwind')).stderr).toContain('[alert-webhook.not-found]');
});
