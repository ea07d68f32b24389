import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeList } from '../support/lists.ts';
import { start, temporaryFolder } from '../support/process.ts';
import { checkEnd, people, startDemo } from './demo-run.ts';

describe('the demo', () => {
  test('continues after it was killed itself', async () => {
    const folder = temporaryFolder();
    writeList({ folder, people });
    const killed = startDemo(folder);
    await killed.says(/running, dispatching .* [1-9]\d* of \d+/);
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toBe('SIGKILL');
    const demo = startDemo(folder);
    expect(await demo.ended).toBe(0);
    const said = `${demo.stderr()}${demo.stdout()}`;
    expect(said).toContain('Resuming the unfinished demo.');
    expect(said).not.toContain('rows:');
    expect(said).toContain('kill -9, on purpose');
    checkEnd(join(folder, '.ringmaster'), said);
  });

  test('without a list uses the one of the program, from any folder, and writes only in DATA_DIR', async () => {
    const folder = temporaryFolder();
    const demo = start(['demo', '--again'], { cwd: folder, environment: { DATA_DIR: 'kept/here' } });
    await demo.says(/300 rows: 292 enrolled/);
    demo.child.kill('SIGINT');
    expect(await demo.ended).toBe(130);
    expect(demo.stderr()).toMatch(/\/examples\/leads\.csv {2}300 rows/);
    expect(demo.stderr()).toContain('Resume it with: DATA_DIR=kept/here npx ringmaster demo');
    expect(readdirSync(folder)).toEqual(['kept']);
    expect(readdirSync(join(folder, 'kept/here'))).toEqual(['demo']);
  });
});
