import type { Response } from 'plivo/dist/utils/plivoxml.js';
import { isAudible } from '../../../domain/campaign/silence.ts';
import { longestFor } from './spoken.ts';
import type { Spoken } from './spoken.ts';
import { charactersOf, readSsml } from './ssml.ts';
import type { SsmlPart, SsmlTag } from './ssml.ts';

export type Speaking = Pick<Response, 'addSpeak' | 'addPlay'>;

/**
 * Adds a text to a document or a question, with its variables filled in. Returns its size in bytes; 0 if the text has no
 * content, and nothing was added.
 */
export function addSpeech(
  parent: Speaking,
  { text, isSsml, voice, language, loop }: Spoken,
  fill: (text: string) => string,
): number {
  const whole = isSsml ? ssmlParts(text, fill) : [printable(fill(text)).trim()];
  const parts = fitting(whole, longestFor(voice));
  const spoken = charactersOf(parts);
  if (!isAudible(spoken)) return 0;
  const attributes = {
    ...(voice !== undefined && { voice }),
    ...(language !== undefined && { language }),
    ...(loop !== undefined && { loop }),
  };
  const [first = ''] = parts;
  if (parts.length === 1 && typeof first === 'string') parent.addSpeak(first, attributes);
  else addParts(parent.addSpeak('', attributes) as Tagged, parts);
  return Buffer.byteLength((isSsml ? text + spoken : spoken).replaceAll(/[&<>"]/g, '&quot;'));
}

/** XML 1.0 does not allow most control characters, and a list may contain them. */
function printable(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ');
}

/** Variables are filled in between the tags of a text, so that no value can be a tag. */
function ssmlParts(text: string, fill: (text: string) => string): SsmlPart[] {
  const read = readSsml(text);
  const filled = (parts: readonly SsmlPart[]): SsmlPart[] =>
    parts.map((part) =>
      typeof part === 'string' ? printable(fill(part)) : { ...part, parts: filled(part.parts) },
    );
  return 'parts' in read ? filled(read.parts) : [];
}

/** The parts, cut after `most` characters, at the end of a word if there is one near. */
function fitting(parts: readonly SsmlPart[], most: number): SsmlPart[] {
  let left = most;
  const cut = (text: string): string => {
    const isWhole = text.length <= left;
    const short = text.slice(0, left);
    left -= short.length;
    if (isWhole) return text;
    // Half of a character beyond the 65,536 first ones is left out.
    return short
      .slice(0, Math.max(short.lastIndexOf(' '), short.length - 100))
      .replace(/[\uD800-\uDBFF]$/, '')
      .trimEnd();
  };
  const walk = (some: readonly SsmlPart[]): SsmlPart[] =>
    some.map((part) => (typeof part === 'string' ? cut(part) : { ...part, parts: walk(part.parts) }));
  return walk(parts);
}

type Tagged = Pick<
  Response,
  | 'addText'
  | 'addBreak'
  | 'addEmphasis'
  | 'addLang'
  | 'addP'
  | 'addPhoneme'
  | 'addProsody'
  | 'addS'
  | 'addSayAs'
  | 'addSub'
  | 'addW'
>;

/** The functions of the package, which refuse what Plivo does not take. */
const adding: Readonly<Record<SsmlTag, (parent: Tagged, attributes: object) => unknown>> = {
  break: (parent, attributes) => parent.addBreak(attributes),
  emphasis: (parent, attributes) => parent.addEmphasis('', attributes),
  lang: (parent, attributes) => parent.addLang('', attributes),
  p: (parent) => parent.addP(''),
  phoneme: (parent, attributes) => parent.addPhoneme('', attributes),
  prosody: (parent, attributes) => parent.addProsody('', attributes),
  s: (parent) => parent.addS(''),
  'say-as': (parent, attributes) => parent.addSayAs('', attributes),
  sub: (parent, attributes) => parent.addSub('', attributes),
  w: (parent, attributes) => parent.addW('', attributes),
};

/** Adds text and tags in their order. */
function addParts(parent: Tagged, parts: readonly SsmlPart[]): void {
  for (const part of parts) {
    if (typeof part === 'string') parent.addText(part);
    else addParts(adding[part.tag](parent, part.attributes) as Tagged, part.parts);
  }
}
