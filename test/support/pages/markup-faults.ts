import { attribute, readHtml } from './read-html.ts';
import type { Element, Parsed } from './read-html.ts';

/** The name of the element and of the attribute that hostile texts try to create. */
export const probe = 'x-probe';

/** Attributes that name another element of the page. */
const references = ['for', 'aria-labelledby', 'aria-describedby', 'aria-controls', 'commandfor', 'list'];

function ofElement(element: Element): string[] {
  const { tagName, attrs } = element;
  const found: string[] = [];
  if (tagName === probe) found.push('a text became an element');
  if (tagName === 'script' && !attribute(element, 'src')?.startsWith('/ui/assets/'))
    found.push('a script that is not an asset');
  for (const { name, value } of attrs) {
    if (name.includes(probe)) found.push(`a text became an attribute of ${tagName}`);
    if (/^(on|style$|srcdoc$)/.test(name)) found.push(`${tagName} has ${name}`);
    const isAddress = ['href', 'src', 'action', 'formaction'].includes(name);
    if (isAddress && !/^(\/(?![/\\])|#|https?:\/\/)/.test(value) && value !== '')
      found.push(`${tagName} leads to ${value.slice(0, 60)}`);
  }
  return found;
}

function ofIds(elements: readonly Element[]): string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  for (const element of elements) {
    const id = attribute(element, 'id');
    if (id !== null && ids.has(id)) found.push(`the id ${id} is there twice`);
    if (id !== null) ids.add(id);
  }
  for (const element of elements) {
    for (const name of references) {
      for (const id of attribute(element, name)?.split(/\s+/) ?? [])
        if (!ids.has(id)) found.push(`${name} of ${element.tagName} names ${id}, which is not there`);
    }
    const fragment = /^#(.+)/.exec(attribute(element, 'href') ?? '')?.[1];
    if (fragment !== undefined && !ids.has(fragment))
      found.push(`a link leads to #${fragment}, which is not there`);
  }
  return found;
}

/**
 * Returns what is wrong with the markup of a page: errors of the syntax, texts that became markup, addresses that lead
 * elsewhere, ids that are there twice or missing. The page may be given as it was parsed.
 */
export function markupFaults(page: string | Parsed): string[] {
  const { elements, errors } = typeof page === 'string' ? readHtml(page) : page;
  return [...errors, ...elements.flatMap(ofElement), ...ofIds(elements)];
}
