import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** One instruction of an answer document. `text` is all text inside it. */
export type XmlElement = {
  name: string;
  attributes: Readonly<Record<string, string>>;
  text: string;
  children: XmlElement[];
};

/** The elements that a `<Response>` may contain (plivo.com/docs/voice/xml). */
const known = new Set([
  'Conference',
  'DTMF',
  'Dial',
  'GetDigits',
  'GetInput',
  'Hangup',
  'Message',
  'MultiPartyCall',
  'Play',
  'PreAnswer',
  'Record',
  'Redirect',
  'Speak',
  'Stream',
  'Wait',
]);

const longestDocument = 100_000;
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: true,
  processEntities: true,
});

type RawNode = Record<string, unknown>;

/**
 * Parses an answer document: well-formed XML with a maximum of 100 kB and one `<Response>` of known elements. Returns
 * null for other texts; the carrier then ends the call.
 */
export function parseAnswerXml(text: string): XmlElement[] | null {
  if (Buffer.byteLength(text) > longestDocument || XMLValidator.validate(text) !== true) return null;
  const roots = elements(parser.parse(text) as RawNode[]).filter(({ name }) => !name.startsWith('?'));
  const [root] = roots;
  if (roots.length !== 1 || root?.name !== 'Response') return null;
  return root.children.every(({ name }) => known.has(name)) ? root.children : null;
}

function elements(nodes: RawNode[]): XmlElement[] {
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    if (name === undefined) return [];
    const inside = Array.isArray(node[name]) ? (node[name] as RawNode[]) : [];
    const attributes = (node[':@'] ?? {}) as Record<string, string>;
    const children = elements(inside);
    return [{ name, attributes, text: textOf(inside), children }];
  });
}

function textOf(nodes: RawNode[]): string {
  const parts = nodes.map((node) => {
    if (typeof node['#text'] === 'string') return node['#text'];
    return Object.values(node)
      .map((inside) => (Array.isArray(inside) ? textOf(inside as RawNode[]) : ''))
      .join(' ');
  });
  return parts.join(' ').replaceAll(/\s+/g, ' ').trim();
}
