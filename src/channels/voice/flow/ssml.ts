import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** A part of a text with SSML tags: characters, or an element with what it contains. */
export type SsmlPart =
  | string
  | { tag: SsmlTag; attributes: Readonly<Record<string, string>>; parts: SsmlPart[] };

/**
 * The tags that Plivo takes in a Speak element (plivo.com/docs/voice/concepts/ssml), their attributes, and the tags that each
 * may contain, as in plivo 4.79.
 */
const inline = ['break', 'emphasis', 'lang', 'phoneme', 'prosody', 'say-as', 'sub', 'w'] as const;
const blocks = [...inline, 'p', 's'] as const;
export const ssmlTags = {
  break: { attributes: ['strength', 'time'], contains: [] },
  emphasis: { attributes: ['level'], contains: inline },
  lang: { attributes: ['xml:lang'], contains: blocks },
  p: { attributes: [], contains: ['break', 'emphasis', 'lang', 'prosody', 's', 'say-as', 'sub', 'w'] },
  phoneme: { attributes: ['alphabet', 'ph'], contains: [] },
  prosody: { attributes: ['pitch', 'rate', 'volume'], contains: blocks },
  s: { attributes: [], contains: inline },
  'say-as': { attributes: ['interpret-as', 'format'], contains: [] },
  sub: { attributes: ['alias'], contains: [] },
  w: { attributes: ['role'], contains: ['break', 'emphasis', 'phoneme', 'prosody', 'say-as', 'sub'] },
} as const satisfies Readonly<Record<string, { attributes: readonly string[]; contains: readonly string[] }>>;
export type SsmlTag = keyof typeof ssmlTags;

const allowed: Readonly<Record<string, { attributes: readonly string[]; contains: readonly string[] }>> =
  ssmlTags;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: true,
});
type Raw = Record<string, unknown>;

/** Reads a text with SSML tags. `problem` says why it cannot be spoken, in words that follow "the text". */
export function readSsml(text: string): { parts: SsmlPart[] } | { problem: string } {
  if (/<[!?]/.test(text))
    return { problem: 'has a comment, a declaration or an instruction, which SSML here does not allow' };
  const document = `<speak>${text}</speak>`;
  const validity = XMLValidator.validate(document);
  if (validity !== true)
    return { problem: `is not well-formed SSML: ${validity.err.msg.replaceAll('speak', 'text')}` };
  const [root] = parser.parse(document) as Raw[];
  const parts = partsOf((root?.['speak'] ?? []) as Raw[]);
  const problem = problemIn(parts, blocks);
  return problem === null ? { parts } : { problem };
}

function partsOf(nodes: readonly Raw[]): SsmlPart[] {
  return nodes.flatMap((node): SsmlPart[] => {
    if (typeof node['#text'] === 'string') return [node['#text']];
    const tag = Object.keys(node).find((key) => key !== ':@');
    if (tag === undefined) return [];
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    // An unknown tag is refused below.
    return [{ tag: tag as SsmlTag, attributes, parts: partsOf(node[tag] as Raw[]) }];
  });
}

function problemIn(parts: readonly SsmlPart[], contains: readonly string[]): string | null {
  for (const part of parts) {
    if (typeof part === 'string') continue;
    const { tag, attributes, parts: inside } = part;
    const facts = Object.hasOwn(allowed, tag) ? allowed[tag] : undefined;
    if (!facts) return `has the tag <${tag}>, which Plivo does not take`;
    if (!contains.includes(tag)) return `has <${tag}> where Plivo does not take it`;
    const unknown = Object.keys(attributes).find((name) => !facts.attributes.includes(name));
    if (unknown !== undefined) return `has the attribute ${unknown} of <${tag}>, which Plivo does not take`;
    const problem = problemIn(inside, facts.contains);
    if (problem !== null) return problem;
  }
  return null;
}

/** The characters of a text without its tags. */
export function charactersOf(parts: readonly SsmlPart[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : charactersOf(part.parts))).join('');
}
