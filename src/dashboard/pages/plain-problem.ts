import type { Problem } from '../contract.ts';
import { filterLabels } from './contacts/contact-filter.ts';

const labels: Readonly<Record<string, string>> = { ...filterLabels, after: 'The place in the list' };

/** What is wrong with the address of a page, in its own words; null for every other problem. */
export function wrongAddress({ code, issues = [] }: Problem, path: string): readonly string[] | null {
  if (code !== 'request.invalid' || issues.length === 0 || path.startsWith('/ui/')) return null;
  return issues.map(({ path: place, message }) => {
    const [name = ''] = place.split('.');
    return name === '' ? `The filter ${message}.` : `${labels[name] ?? name} ${message}.`;
  });
}
