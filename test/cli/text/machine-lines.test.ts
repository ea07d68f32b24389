import { expect, test } from 'vitest';
import { machineLines } from '../../../src/cli/text/machine-lines.ts';
import type { MachineFigures } from '../../../src/cli/text/machine-lines.ts';
import { machineMermaid } from '../../../src/domain/machine/machine-mermaid.ts';
import { readMachineTree } from '../../../src/domain/machine/machine-tree.ts';
import type { TreeState } from '../../../src/domain/machine/machine-tree.ts';
import { attemptMachine } from '../../../src/machines/attempt/attempt-machine.ts';
import { campaignMachine } from '../../../src/machines/campaign/campaign-machine.ts';
import { enrollmentMachine } from '../../../src/machines/enrollment/enrollment-machine.ts';

const treeOf = (machine: object): TreeState =>
  readMachineTree(JSON.parse(JSON.stringify(machine)) as Record<string, unknown>);
/** The cells of the rows of a state. */
function rowsOf(machine: object, state: string, figures: MachineFigures | null = null): string[][] {
  let current = '';
  return machineLines(treeOf(machine), figures)
    .slice(1)
    .filter((line) => {
      if (!line.startsWith(' ')) current = line.split(/ {2,}/)[0] ?? '';
      return current === state;
    })
    .map((line) => line.trim().split(/ {2,}/));
}

test('a state is shown with its events, their guards and what they lead to', () => {
  expect(rowsOf(enrollmentMachine, 'review')).toEqual([
    ['review', 'RETRY', 'waiting'],
    ['RESUME', 'waiting'],
    ['CALL_BACK', 'waiting'],
    ['SKIP [isOver]', 'ended'],
    ['SKIP', 'waiting'],
    ['AMENDED [isOver]', 'ended'],
    ['AMENDED', 'stays'],
  ]);
  expect(rowsOf(enrollmentMachine, 'paused')).toContainEqual([
    'AMENDED [callsBack, isTakenBack, leavesStep, else]',
    'stays',
  ]);
  expect(rowsOf(campaignMachine, 'archived')).toEqual([['archived', 'FAIL', 'ignored']]);
});

test('of a campaign the current state is marked, with the states around it, and what was taken is counted', () => {
  const figures: MachineFigures = {
    current: 'running.waiting',
    counts: null,
    taken: [
      { from: null, event: null, to: 'draft', count: 1 },
      { from: 'draft', event: 'START', to: 'running.dispatching', count: 1 },
      { from: 'running.waiting', event: 'PAUSE', to: 'paused', count: 2 },
      { from: 'running.dispatching', event: 'PAUSE', to: 'paused', count: 3 },
      { from: 'scheduled', event: 'PAUSE', to: 'paused', count: 9 },
      { from: 'running.waiting', event: 'ASSESSED', to: 'running.waiting', count: 4 },
    ],
  };
  expect(rowsOf(campaignMachine, 'running', figures)[0]).toEqual(['running', 'now', 'PAUSE', 'paused', '5']);
  expect(rowsOf(campaignMachine, 'running.waiting', figures)).toEqual([
    ['running.waiting', 'now', 'ASSESSED [isFinished]', 'completed', '0'],
    ['ASSESSED [isDrained]', 'running.draining', '0'],
    ['ASSESSED [isFree]', 'running.dispatching', '0'],
    ['ASSESSED [isBlocked]', 'stays', '4'],
  ]);
  expect(rowsOf(campaignMachine, 'draft', figures)).toContainEqual(['START', 'running', '1']);
  expect(rowsOf(campaignMachine, 'paused', figures)[0]?.[1]).not.toBe('now');
});

test('a transition of any state is counted where no state handles the event itself', () => {
  const count = (from: string) => ({ from, event: 'END', to: 'ended', count: 1 });
  const figures = {
    current: null,
    counts: { waiting: 7, ended: 2 },
    taken: ['waiting', 'paused', 'ended'].map(count),
  };
  expect(rowsOf(enrollmentMachine, 'any state', figures)[0]).toEqual(['any state', 'END', 'ended', '2']);
  expect(rowsOf(enrollmentMachine, 'waiting', figures)[0]?.slice(0, 2)).toEqual(['waiting', '7']);
  expect(rowsOf(enrollmentMachine, 'pending', figures)[0]?.slice(0, 2)).toEqual(['pending', '0']);
});

test.each([campaignMachine, enrollmentMachine, attemptMachine])(
  'a diagram of machine %# names every state',
  (machine) => {
    const text = machineMermaid(treeOf(machine), null).join('\n');
    for (const name of Object.keys(machine.states)) expect(text).toContain(`state "${name}" as `);
    expect(text).not.toContain('undefined');
  },
);

test('a diagram marks the current state and the states around it', () => {
  expect(machineMermaid(treeOf(campaignMachine), 'running.waiting').at(-1)).toBe(
    '  class running,waiting current',
  );
});
