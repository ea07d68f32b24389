import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { makeDocs } from '../../../scripts/make-docs.ts';
import { verbs } from '../../../src/cli/verbs.ts';
import { runHere } from '../support/fake-cli.ts';

const path = (name: string): URL => new URL(`../../../${name}`, import.meta.url);

describe('the generated pages', () => {
  test('are current: otherwise run npx node scripts/make-docs.ts', async () => {
    for (const [name, text] of Object.entries(await makeDocs())) {
      expect(readFileSync(path(name), 'utf8'), name).toBe(text);
    }
  });
});

describe('the help', () => {
  test('has an example with existing files for every verb', () => {
    for (const { name, examples } of verbs) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const { line } of examples) {
        expect(line).toContain(`ringmaster `);
        for (const [file] of line.matchAll(/examples\/\S+/g)) expect(existsSync(path(file)), file).toBe(true);
      }
    }
  });

  test('of a verb shows its examples and ends with 0', async () => {
    for (const { name, examples } of verbs) {
      const { code, stdout } = await runHere([name, '--help']);
      expect(code, name).toBe(0);
      expect(stdout).toContain(`Usage: ringmaster ${name}`);
      // A command that is too wide is continued after a backslash.
      expect(stdout.replaceAll(/ \\\n +/g, ' ')).toContain(examples[0]?.line);
    }
  });

  test('lists every verb, the exit codes and two lines to try', async () => {
    const { code, stdout } = await runHere('--help');
    expect(code).toBe(0);
    for (const { name } of verbs) expect(stdout).toContain(`  ${name} `);
    expect(stdout).toContain('130 interrupted');
    expect(stdout).toContain('ringmaster demo');
  });
});
