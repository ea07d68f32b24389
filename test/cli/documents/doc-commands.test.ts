import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { verbs } from '../../../src/cli/verbs.ts';
import { commands, ours, project, written } from './documented-commands.ts';

const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

describe('the commands that README and docs name', () => {
  test('are found', () => {
    expect(ours.length).toBeGreaterThan(60);
    expect(ours.filter(({ page }) => page === 'README.md').length).toBeGreaterThan(2);
  });

  test('use existing verbs and options', () => {
    for (const { page, line, args } of ours) {
      const [name = '', ...rest] = args;
      if (name.startsWith('-')) continue;
      const verb = verbs.find((one) => one.name === name);
      expect(verb, `${page}: ${line}`).toBeDefined();
      const known = new Set(['--json', '--help', ...flagsOf(verb?.options ?? [])]);
      const unknown = rest.filter((word) => /^--?[a-z]/.test(word) && !known.has(word));
      expect(unknown, `${page}: ${line}`).toEqual([]);
    }
  });

  test('read existing files', () => {
    for (const { page, line, args } of ours) {
      const read = args.filter(
        (word, index) => /\.(?:csv|ya?ml|ndjson|json)$/.test(word) && !written.has(args[index - 1] ?? ''),
      );
      for (const file of read) expect(existsSync(join(project, file)), `${page}: ${line}`).toBe(true);
    }
  });

  test('run scripts of package.json', () => {
    const named = commands.flatMap(
      ({ line }) => /^npm (?:run )?(start|test|(?<=run )\S+)$/.exec(line)?.[1] ?? [],
    );
    expect(named).toContain('demo');
    for (const script of named) expect(Object.keys(scripts)).toContain(script);
  });
});

function flagsOf(options: readonly { flags: string }[]): string[] {
  return options.flatMap(({ flags }) => flags.match(/--?[a-z-]+/g) ?? []);
}
