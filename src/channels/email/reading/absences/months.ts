/** Starts of the names of months in the languages of docs/quality.md, each language in order from January. */
const names = [
  'jan(?:uary)? feb(?:ruary|r)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? sept?(?:ember)? oct(?:ober)? nov(?:ember)? dec(?:ember)?',
  'j[aä]n(?:uar|ner)? feb(?:ruar|er)? märz|mrz apr(?:il)? mai juni? juli? aug(?:ust)? sept?(?:ember)? okt(?:ober)? nov(?:ember)? dez(?:ember)?',
  'janv(?:ier)? févr?(?:ier)? mars avr(?:il)? mai juin juil(?:let)? août sept(?:embre)? oct(?:obre)? nov(?:embre)? déc(?:embre)?',
  'ene(?:ro)? febrero mar(?:zo)? abr(?:il)? mayo jun(?:io)? jul(?:io)? ago(?:sto)? sep?t?(?:iembre)? oct(?:ubre)? nov(?:iembre)? dic(?:iembre)?',
  'gen(?:naio)? febbr?(?:aio)? mar(?:zo)? apr(?:ile)? mag(?:gio)? giu(?:gno)? lug(?:lio)? ago(?:sto)? sett?(?:embre)? ott(?:obre)? nov(?:embre)? dic(?:embre)?',
  'jan(?:eiro)? fev(?:ereiro)? mar(?:ço)? abr(?:il)? maio? jun(?:ho)? jul(?:ho)? ago(?:sto)? set(?:embro)? out(?:ubro)? nov(?:embro)? dez(?:embro)?',
  'jan(?:uari)? feb(?:ruari)? maart|mrt apr(?:il)? mei juni? juli? aug(?:ustus)? sept?(?:ember)? okt(?:ober)? nov(?:ember)? dec(?:ember)?',
  'jan(?:uari)? feb(?:ruari)? mars apr(?:il)? maj juni? juli? aug(?:usti)? sept?(?:ember)? okt(?:ober)? nov(?:ember)? dec(?:ember)?',
  'jan(?:uar)? feb(?:ruar)? marts?|mars apr(?:il)? maj|mai juni? juli? aug(?:ust)? sept?(?:ember)? okt(?:ober)? nov(?:ember)? des(?:ember)?|dec(?:ember)?',
  'tammikuu\\p{L}* helmikuu\\p{L}* maaliskuu\\p{L}* huhtikuu\\p{L}* toukokuu\\p{L}* kesäkuu\\p{L}* heinäkuu\\p{L}* elokuu\\p{L}* syyskuu\\p{L}* lokakuu\\p{L}* marraskuu\\p{L}* joulukuu\\p{L}*',
  'styczni\\p{L}+ lut(?:ego|y) mar(?:ca|zec) kwie(?:tnia|cień) maja? czerw(?:ca|iec) lip(?:ca|iec) sierp(?:nia|ień) wrze(?:śnia|sień) paździer\\p{L}+ listopad\\p{L}* grud(?:nia|zień)',
  'led(?:na|en) únor\\p{L}* březn\\p{L}*|březen dub(?:na|en) květ(?:na|en) červ(?:na|en) červen(?:ce|ec) srp(?:na|en) září říj(?:na|en) listopad\\p{L}* prosin(?:ce|ec)',
  'január\\p{L}* február\\p{L}* március\\p{L}* április\\p{L}* május\\p{L}* június\\p{L}* július\\p{L}* augusztus\\p{L}* szeptember\\p{L}* október\\p{L}* november\\p{L}* december\\p{L}*',
  'январ[яьею] феврал[яьею] март[ае]? апрел[яьею] ма[яйею] июн[яьею] июл[яьею] август[ае]? сентябр[яьею] октябр[яьею] ноябр[яьею] декабр[яьею]',
  'ocak\\p{L}* şubat\\p{L}* mart\\p{L}* nisan\\p{L}* mayıs\\p{L}* haziran\\p{L}* temmuz\\p{L}* ağustos\\p{L}* eylül\\p{L}* ekim\\p{L}* kasım\\p{L}* aralık\\p{L}*',
] as const;

const patterns = names.map((line) => line.split(' '));

/** Croatian and Czech call October and November alike in other languages; Polish "listopad" is November, Czech too. */
export const monthPattern = patterns
  .flat()
  .toSorted((a, b) => b.length - a.length)
  .join('|');

/** Returns 1 to 12, or undefined. The text is in lower case and without a full stop. */
export function monthOf(name: string): number | undefined {
  for (const line of patterns) {
    const found = line.findIndex((pattern) => new RegExp(`^(?:${pattern})$`, 'u').test(name));
    if (found !== -1) return found + 1;
  }
  return undefined;
}
