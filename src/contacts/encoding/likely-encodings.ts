/** Encodings that a text may have if it is not UTF-8, each with the characters of its languages. */
const candidates: readonly { label: string; name: string; own: RegExp }[] = [
  { label: 'windows-1252', name: 'Windows-1252', own: /[À-ÖØ-öø-ÿŠšŽžŒœŸ’]/u },
  {
    label: 'windows-1250',
    name: 'Windows-1250 (Central European)',
    own: /[ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŤťŮůŐőŰűĂăŞşŢţŠšŽž]/u,
  },
  { label: 'koi8-r', name: 'KOI8-R (Cyrillic)', own: /[А-Яа-яЁё]/u },
  { label: 'windows-1251', name: 'Windows-1251 (Cyrillic)', own: /[А-Яа-яЁёІіЇїЄєҐґ№]/u },
  {
    label: 'shift_jis',
    name: 'Shift_JIS',
    own: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々]/u,
  },
  { label: 'euc-jp', name: 'EUC-JP', own: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー々]/u },
  { label: 'euc-kr', name: 'EUC-KR', own: /\p{Script=Hangul}/u },
  { label: 'gb18030', name: 'GB18030', own: /\p{Script=Han}/u },
  { label: 'big5', name: 'Big5', own: /\p{Script=Han}/u },
];

const minShare = 0.9;

/**
 * Returns the encodings in which a sample is readable text, the likeliest first; empty if there is none. Accented
 * Latin letters stand alone between plain letters (`José`), Cyrillic letters form whole words, and East Asian
 * characters are pairs of bytes, so these kinds can be distinguished. Several East Asian encodings may fit at once.
 */
export function likelyEncodings(sample: Uint8Array): { label: string; name: string }[] {
  return candidates
    .filter((candidate) => fits({ ...candidate, sample }))
    .map(({ label, name }) => ({ label, name }));
}

function fits({ label, own, sample }: { label: string; own: RegExp; sample: Uint8Array }): boolean {
  let text: string;
  try {
    text = new TextDecoder(label, { fatal: true }).decode(sample);
  } catch {
    return false;
  }
  if (label === 'windows-1252') return isLatin(text, /^[À-ÖØ-öø-ÿŠšŽžŒœŸ’–]$/u, 1);
  if (label === 'windows-1250') return isLatin(text, central, 2) && own.test(text);
  const strange = [...text].filter(
    (letter) => letter > '\u007f' && !/[\u3000-\u303f\uff00-\uffef\u2018-\u201d]/u.test(letter),
  );
  const known = strange.filter((letter) => own.test(letter));
  if (strange.length === 0 || known.length < strange.length * minShare) return false;
  return !cyrillic.has(label) || isCyrillic(text);
}

const cyrillic: ReadonlySet<string> = new Set(['windows-1251', 'koi8-r']);
/** Letters of Polish, Czech, Slovak, Hungarian, Romanian, Slovene and Croatian. */
const central = /[ĄąĆćĘęŁłŃńÓóŚśŹźŻżÁáČčĎďÉéĚěÍíŇňŘřŠšŤťÚúŮůÝýŽžÄäÖöÜüŐőŰűĂăÂâÎîŞşŢţĽľĹĺÔôŔŕĐđ’–]/u;

/** Whether accented letters stand beside plain ones, in nearly all places no more than `inRow` in sequence. */
function isLatin(text: string, letters: RegExp, inRow: number): boolean {
  const strange = [...text.matchAll(/\P{ASCII}+/gu)].map(([run]) => run);
  const good = strange.filter((run) => run.length <= inRow && letters.test(run));
  const words = text.match(/[A-Za-z][^\p{ASCII}\P{L}]|[^\p{ASCII}\P{L}][A-Za-z]/gu) ?? [];
  return strange.length > 0 && good.length >= strange.length * minShare && words.length > 0;
}

/** Whether nearly all words are entirely Cyrillic, with a capital only as the first letter (or all capitals). */
function isCyrillic(text: string): boolean {
  const words = text.match(/[\p{L}]*[А-яЁёІіЇїЄєҐґ][\p{L}]*/gu) ?? [];
  const good = words.filter((word) => /^[А-ЯЁІЇЄҐ]?[а-яёіїєґ]+$|^[А-ЯЁІЇЄҐ]+$/u.test(word));
  return words.length > 0 && good.length >= words.length * minShare;
}
