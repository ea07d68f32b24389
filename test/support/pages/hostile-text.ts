import fc from 'fast-check';
import { probe } from './markup-faults.ts';

/** Texts that break out of templates, queries, addresses, objects and numbers. */
const known: readonly string[] = [
  `<${probe}>`,
  `<script>${probe}</script>`,
  `"><${probe} ${probe}="1">`,
  `' ${probe}='1`,
  `" ${probe}="1`,
  `\` ${probe}=\`1`,
  `</textarea></select></title><${probe}>`,
  `</script></style><${probe}>`,
  `--><${probe}><!--`,
  `]]><${probe}>`,
  `&lt;${probe}&gt;&quot;&#x3c;`,
  `javascript:${probe}`,
  `{{${probe}}} \${7*7} <%= 7*7 %> #{7*7} {% raw %}`,
  "'; DROP TABLE campaigns; -- ",
  "' OR '1'='1",
  '{"$gt":""}',
  '__proto__',
  'constructor',
  'toString',
  '..',
  '../../etc/passwd',
  '%2e%2e%2f',
  '//elsewhere.example/',
  '\\\\elsewhere.example',
  '\r\nset-cookie: a=b',
  '\u0000',
  '\u001b[31m\u0007\u009f',
  '\u202eabc\u2066',
  '\u2028\u2029\ufeff\ufffe',
  '\ud800',
  'a\udc00b',
  'é́́́́́́́́',
  '👩‍👩‍👧‍👦'.repeat(40),
  'x'.repeat(5_000),
  '<'.repeat(5_000),
  `=cmd|'/c calc'!A1`,
  '*',
  '-1',
  '1e309',
  '9'.repeat(400),
  'NaN',
  'undefined',
  'a: &a [*a, *a]',
  '[',
];

/** Any text that a browser or a list may send: known attacks, random characters, and both together. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...known) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.string({ maxLength: 8 }),
        fc.constantFrom(...known),
        fc.string({ unit: 'binary', maxLength: 8 }),
      )
      .map((parts) => parts.join('')),
  },
);

/** A text as a part of an address. Half of a pair is written as the bytes that it would have, which are no UTF-8. */
export function inAddress(text: string): string {
  return [...text].map((one) => (one.isWellFormed() ? encodeURIComponent(one) : '%ED%A0%80')).join('');
}
