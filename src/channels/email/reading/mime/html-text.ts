const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
};

/**
 * Returns the words of an HTML mail as lines, without its quotes. Styles, scripts and comments are left out. Each pattern
 * stops at the next bracket, so the time is proportional to the length whatever the markup is.
 */
export function htmlText(html: string): string {
  const text = cutQuote(html)
    .replaceAll(/<!--[^<>]*-->/g, '')
    .replaceAll(/<(style|script|head|title)\b[^<>]*>[^<]*<\/\1\s*>/gi, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d|hr|\/table)\b[^<>]*>/gi, '\n')
    .replaceAll(/<[^<>]*>/g, '');
  return decodeEntities(text)
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Everything from the first quote on: mail programs put the quoted message last. */
function cutQuote(html: string): string {
  const start = html.search(
    /<blockquote\b|<div[^<>]{0,200}(?:class="?gmail_quote|id="?(?:divRplyFwdMsg|appendonsend|mail-editor-reference)|class="?(?:moz-cite-prefix|yahoo_quoted|protonmail_quote))/i,
  );
  return start > 0 && hasWords(html.slice(0, start)) ? html.slice(0, start) : html;
}

function hasWords(html: string): boolean {
  return /\p{L}{2}/u.test(html.replaceAll(/<[^<>]*>/g, '').replaceAll(/\s+/g, ' '));
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hex, name) => {
    if (name !== undefined) return entities[String(name).toLowerCase()] ?? all;
    const point = Number.parseInt(String(decimal ?? hex), decimal === undefined ? 16 : 10);
    return point > 0 && point <= 0x10_ff_ff ? String.fromCodePoint(point) : '';
  });
}
