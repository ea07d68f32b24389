import { expect, test } from 'vitest';
import { maxPerSecond } from '../../src/simulator/index.ts';
import { rowOf } from '../support/builders/contacts.ts';
import { startScriptedService } from '../support/service/start-scripted-service.ts';

const perSecond = 50;
const minutes = 10;
const contacts = perSecond * 60 * (minutes + 1);
/** A window opens five minutes after the start; then the pace is held from the first call on. */
const seconds = minutes * 60;

test(`${perSecond} calls a second are paced exactly for ${minutes} minutes`, async () => {
  const service = await startScriptedService({
    script: () => ({ afterMs: 20_000, disposition: 'answered' }),
  });
  const { id } = await service.create({
    name: 'paced',
    rateLimits: { concurrent: 5_000, perSecond },
  });
  for (let from = 1; from <= contacts; from += 1_000) {
    const rows = Array.from({ length: 1_000 }, (_, index) => rowOf(from + index));
    await service.enroll({ campaign: id, rows });
  }
  await service.startCampaign(id);
  await service.until(() => service.calls.length > 0);
  const first = service.calls[0]?.at ?? 0;
  await service.until(() => (service.calls.at(-1)?.at ?? 0) >= first + seconds * 1_000);
  const starts = service.calls.map(({ at }) => at).filter((at) => at < first + seconds * 1_000);

  expect(maxPerSecond(starts)).toBe(perSecond);
  const perWholeSecond = Array.from({ length: seconds }, () => 0);
  for (const at of starts) {
    const second = Math.floor((at - first) / 1_000);
    perWholeSecond[second] = (perWholeSecond[second] ?? 0) + 1;
  }
  const fewest = Math.min(...perWholeSecond);
  process.stderr.write(
    `\n${starts.length} calls in ${seconds} s; a second had ${fewest} to ${Math.max(...perWholeSecond)}\n`,
  );
  expect(starts.length).toBeGreaterThanOrEqual(perSecond * seconds * 0.99);
  expect(new Set(service.calls.map(({ address }) => address)).size).toBe(service.calls.length);
});
