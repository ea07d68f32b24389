import { Marked, Renderer } from 'marked';

/** The id of a heading, as GitHub makes it: `Not live since …` is `not-live-since-`. */
export function headingId(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The address of what a page of the documentation links to. */
function addressOf(href: string): string {
  const [, name, heading = ''] = /^([a-z-]+)\.md(#.*)?$/.exec(href) ?? [];
  return name === undefined ? href : `/help/${name}${heading}`;
}

const plain = new Renderer();

/**
 * Renders a page of the documentation as HTML. Links to other pages and pictures lead to this service. The texts are those of
 * the program, so they are not cleaned.
 */
export function renderMarkdown(text: string): string {
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      heading({ tokens, depth, text: title }) {
        return `<h${depth} id="${headingId(title)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return `<a href="${escape(addressOf(href))}">${this.parser.parseInline(tokens)}</a>`;
      },
      image({ href, text: alt }) {
        return `<img src="/ui/help/${escape(href.replace(/^pictures\//, ''))}" alt="${escape(alt)}" loading="lazy">`;
      },
      code({ text: code }) {
        return `<pre class="code" tabindex="0"><code>${escape(code)}</code></pre>\n`;
      },
      table(token) {
        const label = escape(token.header.map(({ text: head }) => head).join(', '));
        return `<div class="scroller" role="region" aria-label="${label}" tabindex="0">${plain.table.call(this, token)}</div>`;
      },
    },
  });
  return marked.parse(text) as string;
}
