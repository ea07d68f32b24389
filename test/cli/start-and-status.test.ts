import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { serveHere } from './support/serve-here.ts';
import { writeCampaign, writeList } from './support/lists.ts';

/** A number that ends in 06 does not exist at the simulated carrier. */
const list = 'first_name,phone\nAda,+12125550106\nBo,+12125550200\nCy,+12125550300\n';

test('a canary start is ordered, and its figures are shown until it is resumed', async () => {
  const { type, folder } = await serveHere({ CALLING_RULES: 'off' });
  await type(`create ${writeCampaign({ folder, more: 'canary: { maxFailed: 1 }' })}`);
  writeFileSync(join(folder, 'list.csv'), list);
  await type(`import try-out ${join(folder, 'list.csv')}`);
  expect((await type('start try-out --canary 0')).code).toBe(2);
  const started = await type('start try-out --canary 1');
  expect(started.stdout).toContain('try-out: started with 1 contact first');
  let told = '';
  while (!told.includes('paused')) {
    await delay(50);
    told = (await type('status try-out')).stdout;
  }
  expect(told).toContain('The canary start of 1 contact is over its limits.');
  expect(told).toContain('  1 of 1 addresses are invalid (100 %, limit 10 %): over the limit');
  expect((await type('why try-out')).stdout).toContain('1 of 1 addresses are invalid');
  expect((await type('events try-out')).stdout).toContain('campaign.canary-judged');
  expect((await type('resume try-out')).code).toBe(0);
});

test('status tells the end with other limits, in words and as JSON', async () => {
  const { type, folder } = await serveHere({ CALLING_RULES: 'off' });
  await type(`create ${writeCampaign({ folder, more: 'rateLimits: { concurrent: 1 }' })}`);
  await type(`import try-out ${writeList({ folder, people: 60, first: 15 })}`);
  await type('start try-out');
  const { stdout } = await type('status try-out --if-concurrent 20 --if-per-second 0.5');
  expect(stdout).toMatch(/^At 20 at once and 0\.5 a second: done .* UTC, .+\.$/mu);
  const { whatIf } = JSON.parse((await type('status try-out --if-concurrent 20 --json')).stdout) as {
    whatIf: object;
  };
  expect(whatIf).toMatchObject({ asked: { concurrent: 20 } });
  expect((await type('status try-out --if-concurrent none')).code).toBe(2);
});
