import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = (): string => readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = (): string => readFileSync(new URL('../in-page/run-axe.js', import.meta.url), 'utf8');

/**
 * Returns the violations of WCAG 2.2 AA that axe finds in the page, one line each; with `only` those of one rule. The script is
 * evaluated, because the policy of the pages refuses to load it.
 */
export async function axeViolations(
  page: Page,
  { only = null }: { only?: 'color-contrast' | null } = {},
): Promise<string[]> {
  if (!(await page.evaluate(`'axe' in globalThis`))) await page.evaluate(`${axe()};0`);
  return page.evaluate(`globalThis.onlyRule = ${JSON.stringify(only)}; ${run()}`);
}
