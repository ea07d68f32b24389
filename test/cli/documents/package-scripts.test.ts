import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const project = resolve(import.meta.dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(resolve(project, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};
/** Not from `npm ci`: Node and its npm, and the shell of the system for what installs servers. */
const known = new Set(['node', 'npm', 'bash']);

describe('the scripts that the README names', () => {
  test('call only programs that `npm ci` installs: a package has no link to its own programs', () => {
    const commands = Object.values(scripts).flatMap((script) =>
      script.split('&&').map((part) => part.trim()),
    );
    const programs = new Set(commands.map((command) => command.split(' ')[0] ?? ''));
    const missing = [...programs].filter((name) => !known.has(name) && !isInstalled(name));
    expect(missing).toEqual([]);
  });

  test.each(['demo', 'start'])('npm run %s reaches the command line', (script) => {
    const told = execFileSync('npm', ['run', '--silent', script, '--', '--help'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect(told).toContain('Usage: ringmaster');
  });
});

function isInstalled(name: string): boolean {
  return existsSync(resolve(project, 'node_modules/.bin', name)) && name !== 'ringmaster';
}
