import { describe, expect, test } from 'vitest';
import type { StartFacts } from '../../../src/config.ts';
import { followStarters } from '../../../src/cli/starter/follow-starters.ts';
import type { StartTraces } from '../../../src/cli/starter/outlives.ts';
import type { ProcessFacts, ProcessTable } from '../../../src/cli/starter/process-table.ts';
import { createTestTime } from '../../support/time/test-time.ts';

const service = 500;
const nothing: StartFacts = { launcher: null, packageScript: null, shellCommand: null, systemdPid: null };
const noTraces: StartTraces = { shellCommandOf: () => null, hasNohupFiles: () => false };

type Row = [pid: number, parent: number, group: number, command: string];
const npx: Row[] = [
  [1, 0, 1, '/sbin/init'],
  [100, 1, 100, '-bash'],
  [200, 100, 200, 'npm exec ringmaster serve'],
  [300, 200, 200, 'sh -c ringmaster serve'],
  [service, 300, 200, 'node /app/node_modules/.bin/ringmaster serve'],
];
/** The same on an older Node, with the launcher between the shell and the service. */
const launched: Row[] = [
  ...npx.slice(0, 4),
  [400, 300, 200, 'node /app/bin/ringmaster.js serve'],
  [service, 400, 200, 'node24 /app/bin/ringmaster.js serve'],
];

/** Follows the starters among these processes; then some of them end, and two seconds pass. */
async function follow({
  rows,
  facts = {},
  traces = {},
  ending = [],
}: {
  rows: readonly Row[];
  facts?: Partial<StartFacts>;
  traces?: Partial<StartTraces>;
  ending?: readonly number[];
}): Promise<{ outlives: boolean; gone: number }> {
  const table = createTable(rows);
  const time = createTestTime();
  let gone = 0;
  const { outlives } = followStarters({
    pid: service,
    facts: { ...nothing, ...facts },
    table,
    traces: { ...noTraces, ...traces },
    system: time.clocks.system,
    onGone: () => (gone += 1),
  });
  for (const pid of ending) table.end(pid);
  await time.pass(2_500);
  return { outlives, gone };
}

function createTable(rows: readonly Row[]): ProcessTable & { end: (pid: number) => void } {
  const processes = new Map<number, ProcessFacts>(
    rows.map(([pid, parent, group, command]) => [
      pid,
      { pid, parent, group, startedAt: `at ${pid}`, command: command.split(' ') },
    ]),
  );
  return {
    read: (pid) => processes.get(pid) ?? null,
    lives: ({ pid, startedAt }) => processes.get(pid)?.startedAt === startedAt,
    end: (pid) => processes.delete(pid),
  };
}

const byNpx = { packageScript: 'ringmaster serve' };

describe('what started this process', () => {
  test.each([
    ['npm exec', npx, byNpx, 200],
    ['the shell of npm exec', npx, byNpx, 300],
    ['npm exec, before our launcher', launched, { ...byNpx, launcher: 400 }, 200],
    ['our launcher, started by npm exec', launched, { ...byNpx, launcher: 400 }, 400],
    ['our launcher, started by a shell', launched, { launcher: 400 }, 400],
  ])('ends this process when it is killed: %s', async (_what, rows, facts, killed) => {
    expect(await follow({ rows, facts, ending: [killed] })).toEqual({ outlives: false, gone: 1 });
    expect(await follow({ rows, facts, ending: [] })).toEqual({ outlives: false, gone: 0 });
  });

  test('is found with the outermost npm of the same process group, and not beyond', async () => {
    const rows: Row[] = [
      [1, 0, 1, 'init'],
      [90, 1, 90, 'npm run shell'],
      [100, 90, 100, 'node /usr/bin/npm run all'],
      [110, 100, 100, 'sh -c npm run serve'],
      [200, 110, 100, 'npm run serve'],
      [service, 200, 100, 'node bin/ringmaster.js serve'],
    ];
    const facts = { packageScript: 'node bin/ringmaster.js serve' };
    expect(await follow({ rows, facts, ending: [100] })).toMatchObject({ gone: 1 });
    expect(await follow({ rows, facts, ending: [90] })).toMatchObject({ gone: 0 });
  });

  test.each([
    ['a shell, without npm and launcher', npx, {}, [100, 300]],
    [
      'npm, in a process group of its own',
      [...npx.slice(0, 4), [service, 300, service, 'node']],
      byNpx,
      [200, 300],
    ],
    [
      'a script of npm that ended at once',
      [npx[0], [service, 1, 200, 'node']],
      { packageScript: 'ringmaster serve &' },
      [],
    ],
    ['a tool that npm does not know', [npx[0], [80, 1, 80, 'tool'], [service, 80, 200, 'node']], byNpx, [80]],
  ] as [string, Row[], Partial<StartFacts>, number[]][])(
    'does not end this process when that was started by %s',
    async (_what, rows, facts, ending) => {
      expect(await follow({ rows, facts, ending })).toEqual({ outlives: false, gone: 0 });
    },
  );

  test('may have been killed before this process looked', async () => {
    const orphan: Row[] = [
      [1, 0, 1, 'init'],
      [service, 1, 200, 'node /app/node_modules/.bin/ringmaster serve'],
    ];
    expect(await follow({ rows: orphan, facts: byNpx })).toMatchObject({ gone: 1 });
    expect(await follow({ rows: orphan, facts: { launcher: 400 } })).toMatchObject({ gone: 1 });
  });
});

describe('a process that was started to outlive its shell', () => {
  test.each<[string, { facts?: Partial<StartFacts>; traces?: Partial<StartTraces> }]>([
    ['nohup, as the shell notes it', { facts: { shellCommand: '/usr/bin/nohup' } }],
    [
      'setsid, noted where npm was started',
      { traces: { shellCommandOf: (pid) => (pid === 200 ? 'setsid' : null) } },
    ],
    ['nohup, by its output file', { traces: { hasNohupFiles: () => true } }],
    ['systemd, which started this process', { facts: { systemdPid: service } }],
    ['systemd, which started npm', { facts: { systemdPid: 200 } }],
    ['systemd, which started the shell before npm', { facts: { systemdPid: 100 } }],
  ])('continues without npm: %s', async (_what, { facts, traces }) => {
    const input = { rows: npx, facts: { ...byNpx, ...facts }, ...(traces && { traces }) };
    expect(await follow({ ...input, ending: [200, 300] })).toEqual({ outlives: true, gone: 0 });
  });

  test('is not one just because systemd started the desktop session', async () => {
    const facts = { ...byNpx, systemdPid: 77 };
    expect(await follow({ rows: npx, facts, ending: [200] })).toEqual({ outlives: false, gone: 1 });
  });
});
