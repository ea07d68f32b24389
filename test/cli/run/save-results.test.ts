import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { saveResults } from '../../../src/cli/run/save-results.ts';
import { temporaryFolder } from '../support/process.ts';

const text = 'name,note\r\nAnn,"two\r\nlines"\r\nBob,\r\n';
const answer = (): Response => new Response(text);

describe('results written to a file', () => {
  test('create missing folders, and report the number of rows', async () => {
    const path = join(temporaryFolder(), 'a', 'b', 'results.csv');
    expect(await saveResults({ response: answer(), path })).toBe(2);
    expect(readFileSync(path, 'utf8')).toBe(text);
  });

  test.each([
    ['\uFEFFsep=;\r\na;b\r\n1;2\r\n', 1],
    ['sep=\t\na\tb\n1\t2\n"3\n\n",4\n', 2],
    ['a\rb\r\r\nc\r', 3],
    ['a,b\n', 0],
    ['', 0],
  ])('count the rows of %j', async (content, rows) => {
    const path = join(temporaryFolder(), 'results.csv');
    expect(await saveResults({ response: new Response(Buffer.from(content)), path })).toBe(rows);
    expect(readFileSync(path, 'utf8')).toBe(content);
  });

  test('keep the old file if the answer breaks off', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'results.csv');
    writeFileSync(path, 'old');
    const broken = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode('name\r\n'));
        controller.error(new Error('the connection broke'));
      },
    });
    await expect(saveResults({ response: new Response(broken), path })).rejects.toThrow(
      'the connection broke',
    );
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['results.csv']);
  });

  test('are written to the target of a link, and keep the link', async () => {
    const folder = temporaryFolder();
    const [target, link] = [join(folder, 'target.csv'), join(folder, 'link.csv')];
    writeFileSync(target, 'old');
    symlinkSync(target, link);
    await saveResults({ response: answer(), path: link });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toBe(text);
  });

  test('are refused if there is no space, and a device stays a device', async () => {
    if (!existsSync('/dev/full')) return;
    const saving = saveResults({ response: answer(), path: '/dev/full' });
    await expect(saving).rejects.toMatchObject({
      code: 'cli.no-room',
      family: 'overloaded',
      message: '/dev/full cannot be written: the disk is full.',
    });
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true);
  });

  test.each([
    ['a folder', 'folder', 'is a folder'],
    ['a place below a file', 'file/results.csv', 'cannot be written'],
  ])('are refused for %s', async (_what, name, message) => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'file'), '');
    await expect(saveResults({ response: answer(), path: join(folder, name) })).rejects.toThrow(message);
  });
});
