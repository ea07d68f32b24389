import { z } from 'zod';

/**
 * The languages of the voices WOMAN and MAN, and which of the two has each (plivo.com/docs/voice/xml/audio-output,
 * "Supported Languages").
 */
export const voicesByLanguage = {
  'da-DK': ['WOMAN'],
  'de-DE': ['WOMAN', 'MAN'],
  'en-AU': ['WOMAN', 'MAN'],
  'en-GB': ['WOMAN', 'MAN'],
  'en-US': ['WOMAN', 'MAN'],
  'es-ES': ['WOMAN', 'MAN'],
  'es-US': ['WOMAN', 'MAN'],
  'fr-CA': ['WOMAN'],
  'fr-FR': ['WOMAN', 'MAN'],
  'it-IT': ['WOMAN', 'MAN'],
  'nl-NL': ['WOMAN', 'MAN'],
  'pl-PL': ['WOMAN', 'MAN'],
  'pt-BR': ['WOMAN', 'MAN'],
  'pt-PT': ['MAN'],
  'ru-RU': ['WOMAN'],
  'sv-SE': ['WOMAN'],
} as const satisfies Readonly<Record<string, readonly ('WOMAN' | 'MAN')[]>>;
type Language = keyof typeof voicesByLanguage;

/** The maximum of Amazon Polly, which speaks for Plivo (docs.aws.amazon.com/polly, "Quotas": 3,000 without tags). */
export const longestPollyText = 3_000;
/** The maximum of all other texts. It keeps a document below the 100 kB that Plivo reads. */
export const longestText = 4_000;

const textSchema = z.string().min(1).max(longestText);
const voiceSchema = z
  .string()
  .regex(
    /^(?:WOMAN|MAN|Polly\.[A-Z][A-Za-z]{1,30}(?:-Neural)?)$/,
    'must be WOMAN, MAN, or a voice such as Polly.Joanna',
  );
const languageSchema = z.enum(Object.keys(voicesByLanguage) as [Language, ...Language[]]);
export const loopSchema = z.int().min(1).max(20);

const spokenSchema = z
  .strictObject({
    text: textSchema.optional().describe('the text'),
    ssml: textSchema.optional().describe('instead of text: the text with SSML tags, for a Polly voice'),
    voice: voiceSchema.optional(),
    language: languageSchema.optional(),
    loop: loopSchema.optional().describe('how often it is spoken'),
  })
  .refine(({ text, ssml }) => (text === undefined) !== (ssml === undefined), {
    error: 'must have either text or ssml',
    when: ({ issues }) => issues.length === 0,
  });

/** What is spoken: a text, or a text with its voice. */
export const speakSchema = z.union([textSchema, spokenSchema]);
type Speak = z.infer<typeof speakSchema>;

/** What is spoken, with every setting that is not the default of Plivo. */
export type Spoken = {
  text: string;
  isSsml: boolean;
  voice?: string | undefined;
  language?: string | undefined;
  loop?: number | undefined;
};

export function spokenOf(speak: Speak): Spoken {
  if (typeof speak === 'string') return { text: speak, isSsml: false };
  const { text, ssml, ...attributes } = speak;
  return { ...attributes, text: ssml ?? text ?? '', isSsml: ssml !== undefined };
}

/** The key of the text in its entry, for errors. */
export function textPath(speak: Speak): string[] {
  if (typeof speak === 'string') return [];
  return [speak.ssml === undefined ? 'text' : 'ssml'];
}

export function isPolly(voice: string | undefined): boolean {
  return voice?.startsWith('Polly.') ?? false;
}

/** The maximum number of characters that a voice speaks at once. */
export function longestFor(voice: string | undefined): number {
  return isPolly(voice) ? longestPollyText : longestText;
}
