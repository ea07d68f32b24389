import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { verbs } from '../../../src/cli/verbs.ts';
import { runHere } from '../support/fake-cli.ts';
import { start, temporaryFolder } from '../support/process.ts';

const project = fileURLToPath(new URL('../../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  scripts: Readonly<Record<string, string>>;
};

type Command = { page: string; line: string; words: string[] };

/** Every command of a page's shell blocks: without comments, settings before it, pipes and redirections. */
function commandsOf(page: string): Command[] {
  const text = readFileSync(join(project, page), 'utf8').replaceAll('\\\n', ' ');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
    block.split('\n').flatMap((line) =>
      line
        .replace(/\s+#.*$/, '')
        .split(/\s*(?:&&|\||>)\s*/)
        .map((command) => command.replace(/^(?:[A-Z_]+=\S+\s+|…\s+)*/, '').trim())
        .filter((command) => command !== '')
        .map((command) => ({ page, line: command, words: wordsOf(command) })),
    ),
  );
}

function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** The arguments of a `ringmaster` command; null for another program. */
function argumentsOf({ words }: Command): string[] | null {
  const [first, ...rest] = words[0] === 'npx' ? words.slice(1) : words;
  return first === 'ringmaster' ? rest : null;
}

const pages = ['README.md', ...globSync('docs/*.md', { cwd: project })];
const commands = pages.flatMap(commandsOf);
const ours = commands.flatMap((command) => {
  const args = argumentsOf(command);
  return args === null ? [] : [{ ...command, args }];
});
/** Options whose file is written. */
const written = new Set(['--out', '-o', '--journal']);

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

/** The arguments as written, except for files that are written, a faster clock and a rehearsal that plays once. */
function inFolder(args: readonly string[], folder: string): string[] {
  const changed = args.map((word, index) => {
    if (written.has(args[index - 1] ?? '')) return join(folder, word);
    return args[index - 1] === '--speed' ? '2000' : word;
  });
  return args[0] === 'rehearse' && !args.includes('--runs') ? [...changed, '--runs', '1'] : changed;
}

/** Verbs that run until they are stopped. */
const staying = new Set(['serve', 'simulator', 'demo']);

/** A rehearsal and a whole campaign of 292 contacts take seconds, or minutes on a machine with other work. */
const longMs = 480_000;

test(
  'the commands of the README work',
  async () => {
    const folder = temporaryFolder();
    const environment = { DATA_DIR: join(folder, 'data') };
    for (const { line, args } of ours.filter(({ page }) => page === 'README.md')) {
      const { code, stderr } = await runHere(inFolder(args, folder), { environment });
      expect(code, `${line}\n${stderr}`).toBe(0);
    }
    expect(existsSync(join(folder, 'results.csv'))).toBe(true);
  },
  longMs,
);

test('the commands of docs/cli.md under "With a service" work in their order', async () => {
  const folder = temporaryFolder();
  const environment = { DATA_DIR: join(folder, 'data'), PORT: '0', LOG_LEVEL: 'silent' };
  const text = readFileSync(join(project, 'docs/cli.md'), 'utf8');
  const [, block = ''] = /## With a service\n\n```sh\n([\s\S]*?)```/.exec(text) ?? [];
  const lines = block.split('\n').filter((line) => line !== '');
  const listed = ours.filter(
    ({ page, line }) => page === 'docs/cli.md' && lines.some((one) => one.startsWith(line)),
  );
  const [first, ...others] = listed.map(({ args }) => args);
  expect(first?.[0]).toBe('serve');
  const service = start(first ?? [], { cwd: folder, environment });
  await service.says(/ at http/);
  expect(others.length).toBeGreaterThan(6);
  for (const args of others) {
    if (staying.has(args[0] ?? '')) continue;
    const { code, stderr } = await runHere(inFolder(args, folder), { environment });
    expect(code, `${args.join(' ')}\n${stderr}`).toBe(0);
  }
});
