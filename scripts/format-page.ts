/** Formats a page of docs/ that a script makes, as `npm run format` would. */
import { readFileSync } from 'node:fs';
import { format } from 'oxfmt';
import type { FormatConfig } from 'oxfmt';

const config = JSON.parse(readFileSync(new URL('../.oxfmtrc.json', import.meta.url), 'utf8')) as FormatConfig;

/** `proseWrap: 'always'` also breaks the lines of the text. Rejects if the text cannot be read as Markdown. */
export async function formatPage(
  text: string,
  options: Pick<FormatConfig, 'proseWrap'> = {},
): Promise<string> {
  const { code, errors } = await format('page.md', text, { ...config, ...options });
  if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
  return code;
}
