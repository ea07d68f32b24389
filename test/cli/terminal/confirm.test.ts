import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { confirmRealCalls } from '../../../src/cli/run/confirm-real-calls.ts';
import { createOutput } from '../../../src/cli/terminal/output.ts';
import { createOptions } from '../../../src/cli/verb.ts';
import { readRunInput } from '../../../src/cli/run/run-input.ts';
import { createFakeCli, runHere } from '../support/fake-cli.ts';
import { writeCampaign, writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';

/** Sunday 14 March 2027, 12:00 UTC; the Monday after it is no holiday in Berlin or London. */
const now = Date.UTC(2027, 2, 14, 12);

/** Asks about a campaign with these rows; the answer is typed, or null without a terminal. */
async function askAbout({ rows, answer }: { rows: readonly string[]; answer: string | null }): Promise<{
  asked: string[];
  said: string;
  refused: unknown;
}> {
  const folder = temporaryFolder();
  const list = join(folder, 'people.csv');
  writeFileSync(list, ['first_name,last_name,phone,opted_out', ...rows].join('\n'));
  const campaign = join(folder, 'campaign.yaml');
  writeFileSync(
    campaign,
    `name: real\nsteps: [{ id: call, channel: voice, from: '+12025550100', flow: [{ speak: Hello }] }]\n`,
  );
  const { cli, stdout, stderr } = createFakeCli();
  const asked: string[] = [];
  const ask = (question: string): Promise<string> => {
    asked.push(question);
    return Promise.resolve(answer ?? '');
  };
  const refused = await confirmRealCalls({
    cli: { ...cli, ask: answer === null ? null : ask, system: { ...cli.system, now: () => now } },
    config: { CARRIER: 'plivo', MAIL: 'off', CALLING_RULES: 'apply' },
    input: await readRunInput({ files: [campaign, list], options: createOptions({}) }),
    output: createOutput({
      stdout: cli.stdout,
      stderr: cli.stderr,
      json: false,
      wishes: { color: 'never', motion: false },
    }),
    isSure: false,
  }).then(
    () => null,
    (error: unknown) => error,
  );
  return { asked, said: stdout() + stderr(), refused };
}

describe('before real calls', () => {
  const rows = [
    'Ada,Lovelace,+442071838750,',
    'Ada,Twice,+442071838750,',
    'Bo,Berg,+4930901820,',
    'Cy,Out,+4930901821,yes',
    'Di,Nowhere,12,',
  ];

  test('the number of contacts, the first call in local time and the caller ID are named', async () => {
    const { asked, said, refused } = await askAbout({ rows, answer: 'y' });
    expect(said).toMatch(/^Campaign {4}real, 2 contacts in .*people.csv$/m);
    expect(said).toContain('First call  Bo Berg, +4930901820, Mon 09:00 Europe/Berlin\n');
    expect(said).toContain('Caller ID   +12025550100\n');
    expect(asked).toEqual(['Make real calls over plivo? [y/N] ']);
    expect(refused).toBeNull();
  });

  test.each(['', 'n', 'yess', 'no'])('the answer %j starts no call', async (answer) => {
    expect((await askAbout({ rows, answer })).refused).toMatchObject({ code: 'cli.not-confirmed' });
  });

  test('nothing is asked without a terminal', async () => {
    const { asked, refused } = await askAbout({ rows, answer: null });
    expect(asked).toEqual([]);
    expect(refused).toMatchObject({
      code: 'cli.not-confirmed',
      hint: 'Add --yes to make real calls without being asked.',
    });
  });
});

describe('cancel', () => {
  test('asks on a terminal, needs --yes without one, and changes nothing before', async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent' };
    const service = start(['serve'], { cwd: folder, environment });
    await service.says(/ at http/);
    await runHere(`create ${writeCampaign({ folder })}`, { environment });
    await runHere(`import try-out ${writeList({ folder, people: 3 })}`, { environment });
    const stateOf = async (): Promise<unknown> =>
      (JSON.parse((await runHere('status try-out --json', { environment })).stdout) as { state: unknown })
        .state;
    const before = await stateOf();
    const unasked = await runHere('cancel try-out', { environment });
    expect(unasked.code).toBe(4);
    expect(unasked.stderr).toMatch(/try-out was not cancelled\. .*--yes.*\[cli.not-confirmed\]/);
    expect((await runHere('cancel try-out', { environment, answer: 'n' })).code).toBe(4);
    expect(await stateOf()).toBe(before);
    expect((await runHere('cancel try-out', { environment, answer: 'Yes' })).code).toBe(0);
    expect(await stateOf()).not.toBe(before);
  });
});
