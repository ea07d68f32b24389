import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the project. */
export const project = fileURLToPath(new URL('../../..', import.meta.url));

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
/** Every command of README and docs. */
export const commands = pages.flatMap(commandsOf);
/** The `ringmaster` commands among them. */
export const ours = commands.flatMap((command) => {
  const args = argumentsOf(command);
  return args === null ? [] : [{ ...command, args }];
});
/** Options whose file is written. */
export const written = new Set(['--out', '-o', '--journal']);
