import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { campaignLines } from '../../../src/cli/text/campaign-lines.ts';
import { createOutput, table, tableWithin } from '../../../src/cli/terminal/output.ts';
import type { TextStream } from '../../../src/cli/terminal/output.ts';
import { bar, createProgressBar, percentText } from '../../../src/cli/terminal/progress-bar.ts';
import { createScreen } from '../../../src/cli/terminal/screen.ts';
import { progress, whyOf } from '../support/progress.ts';

type Terminal = {
  isTTY?: boolean;
  columns?: number;
  json?: boolean;
  color?: 'auto' | 'always' | 'never';
  motion?: boolean;
};

function terminal({
  isTTY = false,
  columns = 80,
  json = false,
  color = 'auto',
  motion = true,
}: Terminal = {}) {
  const written = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): TextStream => ({
    isTTY,
    columns,
    write: (text) => (written[name] += text),
  });
  const output = createOutput({
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    json,
    wishes: { color, motion },
  });
  return { output, written };
}

describe('the output of a command', () => {
  test('keeps results on stdout and notices on stderr', () => {
    const { output, written } = terminal();
    output.say('a notice');
    output.result('a result');
    expect(written).toEqual({ stdout: 'a result\n', stderr: 'a notice\n' });
  });

  test('writes the result as JSON instead with --json', () => {
    const { output, written } = terminal({ json: true });
    output.say('a notice');
    output.result('a result');
    output.document({ a: 1 });
    expect(written).toEqual({ stdout: '{\n  "a": 1\n}\n', stderr: 'a notice\n' });
  });

  test('removes colours from a pipe, also while the other stream is a terminal', () => {
    const written = { stdout: '', stderr: '' };
    const output = createOutput({
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text), isTTY: true },
      json: false,
      wishes: { color: 'auto', motion: true },
    });
    output.result(output.paint('red', 'x'));
    output.say(output.paint('red', 'x'));
    expect(written).toEqual({ stdout: 'x\n', stderr: '\u001b[31mx\u001b[39m\n' });
  });

  test('writes JSON only with --json', () => {
    const { output, written } = terminal();
    output.document({ a: 1 });
    output.line({ a: 1 });
    expect(written.stdout).toBe('');
  });

  test('writes one object per line for many results', () => {
    const { output, written } = terminal({ json: true });
    output.line({ a: 1 });
    output.line({ a: 2 });
    expect(written.stdout).toBe('{"a":1}\n{"a":2}\n');
  });

  test('has colours only on a terminal, and not with NO_COLOR', () => {
    expect(terminal({ isTTY: true }).output.paint('red', 'x')).toBe('\u001b[31mx\u001b[39m');
    expect(terminal({ isTTY: true, color: 'never' }).output.paint('red', 'x')).toBe('x');
    expect(terminal().output.paint('red', 'x')).toBe('x');
  });

  test('keeps colours in a pipe with FORCE_COLOR, and still does not move there', () => {
    const { output, written } = terminal({ color: 'always' });
    output.result(output.paint('red', 'x'));
    output.say(output.paint('bold', 'y'));
    expect(written).toEqual({ stdout: '\u001b[31mx\u001b[39m\n', stderr: '\u001b[1my\u001b[22m\n' });
    expect(output.motion).toBe(false);
  });

  test('makes columns as wide as their widest cell, without counting colours', () => {
    expect(
      table([
        ['A', 'B'],
        ['\u001b[31mlong\u001b[39m', 'x'],
        ['y', 'z'],
      ]),
    ).toEqual(['A     B', '\u001b[31mlong\u001b[39m  x', 'y     z']);
  });

  test('counts the columns that a terminal needs for accents, wide characters and emoji', () => {
    expect(
      table([
        ['NAME', 'STATE'],
        ['Jose\u0301', 'a'],
        ['山田太郎', 'b'],
        ['👩‍👩‍👧', 'c'],
      ]),
    ).toEqual(['NAME      STATE', 'Jose\u0301      a', '山田太郎  b', '👩‍👩‍👧        c']);
  });
});

describe('a narrow terminal', () => {
  const columns = 40;

  test('has lines that break between words, with the rest indented below the text after the name', () => {
    const { output, written } = terminal({ isTTY: true, columns, color: 'never' });
    output.result('People  292 = 217 reached, 49 no success in 3 attempts, 1 suppressed');
    output.say('a notice that is longer than the terminal is wide, by far');
    expect(written.stdout.split('\n')).toEqual([
      'People  292 = 217 reached, 49 no success',
      '        in 3 attempts, 1 suppressed',
      '',
    ]);
    for (const line of written.stderr.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
  });

  test('omits the last columns of a table, and none if the output is a file', () => {
    const rows = [
      ['NAME', 'STATE', 'ID'],
      ['spring-checkup', 'completed', 'cmp_01M8MENP7RG9R6DP2400N71RR9'],
    ];
    expect(tableWithin(rows, columns)).toEqual(['NAME            STATE', 'spring-checkup  completed']);
    expect(tableWithin(rows, terminal().output.width())).toEqual(table(rows));
  });

  test.each([
    ['of all rows that its lines have become', ['x'.repeat(70), 'y'.repeat(30)], 40, 3],
    ['of rows of wide characters, which leave an odd column free', ['山'.repeat(10)], 5, 5],
  ])('that was made narrower is cleared %s', (_, lines, narrow, rows) => {
    const written: string[] = [];
    const people: TextStream = { isTTY: true, columns: 80, write: (text) => written.push(text) };
    const wishes = { color: 'never', motion: true } as const;
    const screen = createScreen({
      output: createOutput({ stdout: people, stderr: people, json: false, wishes }),
    });
    screen.draw(lines);
    people.columns = narrow;
    screen.draw(['z']);
    expect(written.at(-1)).toBe(`\u001b[${rows}A\r\u001b[Jz\n`);
  });

  test('shows a campaign in lines that all fit, with every figure', () => {
    const reasons = ['attempt.in-flight', 'window.closed', 'retry.waiting', 'limit.concurrent'].map(
      (code) => ({
        code,
        contacts: 30,
        until: null,
      }),
    );
    const why = whyOf(reasons);
    for (const width of [40, 60, 80, 120]) {
      const { output } = terminal({ isTTY: true, columns: width, color: 'never' });
      const lines = campaignLines({
        progress: { ...progress, eta: null },
        why,
        timeZone: 'America/New_York',
        width,
        output,
      });
      for (const line of lines) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      const text = lines.join('\n');
      for (const part of ['57 %', '169 of 292', '30 in a call', '30 outside hours', '30 queued']) {
        expect(text).toContain(part);
      }
    }
  });
});

describe('a progress bar', () => {
  test('is full only when all is done', () => {
    expect(bar({ fraction: 0, width: 4 })).toBe('░░░░');
    expect(bar({ fraction: 0.5, width: 4 })).toBe('██░░');
    expect(bar({ fraction: 0.999, width: 4 })).toBe('███░');
    expect(bar({ fraction: 1, width: 4 })).toBe('████');
    expect(bar({ fraction: 7, width: 4 })).toBe('████');
    expect(percentText(0.999)).toBe('99 %');
    expect(percentText(0.58)).toBe('58 %');
  });

  test('reports each quarter once without a terminal', () => {
    const { output, written } = terminal();
    const progress = createProgressBar({ output, label: 'list', total: 100 });
    for (let done = 0; done <= 100; done += 5) progress.at(done);
    progress.end();
    expect(written.stderr).toBe('list 25 %\nlist 50 %\nlist 75 %\n');
  });

  test('shows nothing in JSON mode', () => {
    const { output, written } = terminal({ json: true });
    const progress = createProgressBar({ output, label: 'list', total: 100 });
    progress.at(50);
    progress.end();
    expect(written).toEqual({ stdout: '', stderr: '' });
  });
});

describe('the moving screen', () => {
  test('draws over its own lines and leaves printed ones above', () => {
    const { output, written } = terminal({ isTTY: true });
    const screen = createScreen({ output });
    screen.draw(['one', 'two']);
    screen.print('stays');
    screen.draw(['three', 'four']);
    expect(written.stderr).toBe(
      'one\ntwo\n\u001b[2A\r\u001b[Jstays\none\ntwo\n\u001b[2A\r\u001b[Jthree\nfour\n',
    );
  });

  test('writes nothing when nothing changed', () => {
    const { output, written } = terminal({ isTTY: true });
    const screen = createScreen({ output });
    screen.draw(['same']);
    screen.draw(['same']);
    expect(written.stderr).toBe('same\n');
  });

  test('cuts lines that would wrap, because a wrapped line cannot be drawn over', () => {
    const { output, written } = terminal({ isTTY: true, columns: 11 });
    const screen = createScreen({ output });
    screen.draw(['0123456789', `\u001b[31m${'x'.repeat(20)}\u001b[39m`]);
    expect(written.stderr).toBe(`0123456789\n\u001b[31m${'x'.repeat(9)}\u001b[39m…\n`);
  });

  test('cuts between characters, never through an emoji or a letter with its accent', () => {
    const { output, written } = terminal({ isTTY: true, columns: 7 });
    const screen = createScreen({ output });
    screen.draw(['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 'Jose\u0301 Maria', '山田太郎']);
    expect(written.stderr).toBe('👩‍👩‍👧👩‍👩‍👧…\nJose\u0301 …\n山田…\n');
  });

  test('does not move without a terminal, nor under CI', () => {
    for (const kind of [{ isTTY: false }, { isTTY: true, motion: false }]) {
      const { output, written } = terminal(kind);
      const screen = createScreen({ output });
      screen.draw(['moving']);
      screen.print('plain');
      expect(written.stderr).toBe('plain\n');
    }
  });
});
