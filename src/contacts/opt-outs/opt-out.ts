import { forbiddingPhrase } from './opt-out-phrases.ts';

/** The meaning of a cell about opting out or consent; `unclear` if it cannot be known. */
export type Answer = 'yes' | 'no' | 'unclear';

/**
 * Words for no and false, as people write them and as spreadsheets export them (LibreOffice and Excel write booleans in
 * the language of the user). Compared without accents and signs.
 */
const noWords = wordSet(`n no non none nope false f 0 off null nil na nvt nv kb unchecked undefined
  optedin optin notoptedout notunsubscribed subscribed allowed clean callable cancall oktocall notlisted notonlist
  negative empty blank notset notblocked unblocked falseno nono yok ingen ikke ej inte geen brak aucun aucune ninguno ninguna
  nenhum nenhuma nessuno nessuna zadne nichtgesetzt keineangabe nonrenseigne brakdanych
  nein falsch nicht keine keiner faux falso falsa nao nee onwaar vals nej falskt falsk nei usann ei epatosi vaara vale
  nie falsz fałsz nepravda ne netocno hamis nem nu fals нет ложь ні хибність неправда неверно не невярно нетачно όχι οχι ψευδες
  hayir hayır yanlıs yanlis klaidinga nepatiesi aplams osatt fals faltsu ez gezurra
  否 假 不 没有 沒有 无 無 未 不是 错误 錯誤 いいえ 偽 なし 無し いえ ノー 아니오 아니요 아니 거짓 없음
  لا خطأ خاطئ كلا لأ לא שקר नहीं असत्य गलत ไม่ เท็จ ไม่ใช่ khong không sai tidak salah bukan نه خیر نادرست غلط`);

/** Words for yes, true and agreement. They are used only for consent, where a yes allows contact. */
const yesWords =
  wordSet(`y yes true t 1 x on ok okay checked optedin optin subscribed granted given agreed accepted active
  allowed confirmed consented valid permitted
  erlaubt erteilt zugestimmt liegtvor autorise accepte acceptee accorde autorizado aceptado aceito autorizzato accettato
  toegestaan akkoord godkant tillatet godkendt tilladt godkjent sallittu suostunut zgoda wyrazona souhlasi udelen megadva
  acordat onayli onaylandi согласен согласна разрешено 可 同意する 동의 동의함
  ja wahr oui o vrai si s verdadero cierto vero sim v verdadeiro waar sant sann sand kylla joo tosi tak prawda ano a pravda
  igen i igaz da adevarat да д истина так evet e dogru doğru ναι αληθες
  是 有 真 对 對 已 はい 真 有り あり 同意 예 네 참 있음 نعم صحيح כן אמת हाँ हां सत्य ใช่ จริง co có dung đung ya benar بله`);

/** Words for a consent that was refused or withdrawn. */
const refusalWords =
  wordSet(`denied refused declined revoked withdrawn optedout optout unsubscribed rejected expired
  verweigert abgelehnt widerrufen refuse revoque rechazado revocado rifiutato revocato recusado revogado geweigerd
  widersprochen nichterteilt liegtnichtvor keine notgiven notgranted notallowed notpermitted noconsent retire retiree
  nonaccorde noautorizado retirado retirada ritirato nietgegeven wycofana wycofano brakzgody odvolano nesouhlasi aterkallat
  trukkettilbage tilbagekaldt trukket peruttu visszavonva retras onaysiz gericekildi несогласен несогласна 不可 不同意 未同意
  同意しない 同意なし 동의안함 미동의 철회 不要
  ingetrokken nekad odmowiono odwolana отказ отозвано 拒绝 撤回 拒否 거부 رفض`);

/** An empty box, a dash and the like: nothing was marked. */
const emptyMarks = /^[\s☐□▢◻◽⬜.,;:…'"`´|/\\_\-–—−‐‑―()[\]{}]*$/u;
/** A tick, a filled box or dot, a star, a plus. */
const fullMarks = /^(?:[✓✔☑✅🗹⊠☒■▪◼◾⬛●•∙⬤🔴⚫*＊★☆✱✳+†‡🚫⛔🛑❗‼!]\s*)+$/u;
/** A cross can select an option or cross it out. A circle can be an empty button or a Japanese yes. */
const doubtful = /^(?:[✗✘✕❌❎✖🗙×╳○◯〇⚪⭕]\s*)+$/u;
const zero = /^[-+]?0+(?:[.,]0+)?$/;
/**
 * Dates that databases and spreadsheets write for "not set": year 0, and the first days of 1899, 1900, 1904 and 1970.
 */
const noDate =
  /^(?:0{4}[-/.]0?0[-/.]0?0|0?0[-/.]0?0[-/.]0{2,4}|1899-12-3[01]|1900-01-0[01]|1904-01-01|1970-01-01|0?[01]\/0?[01]\/1900|(?:0?1[./]0?1|1[./]1)[./]1970)(?:[ T].*)?$/;
/** Nothing was entered: no opt-out, and no answer about a consent. */
const unset = wordSet(
  'na null nil undefined nv nvt blank empty brak brakdanych keineangabe nonrenseigne notset nichtgesetzt',
);
/** Words without a clear meaning here. `active` may mean the contact or the ban. */
const unknown = wordSet(
  'active unknown unclear unsure maybe pending tbd unbekannt inconnu desconocido sconosciuto onbekend 未知 不明',
);

/**
 * Returns whether a cell of an opt-out column says that the contact must not be contacted. Everything except a clear
 * no counts as yes, such as a date or a tick: a wrong yes loses a call, a wrong no calls a contact who forbade it.
 */
export function readOptOut(cell: string): Answer {
  const text = tidy(cell);
  if (emptyMarks.test(text) || zero.test(text) || noDate.test(text)) return 'no';
  if (fullMarks.test(text)) return 'yes';
  if (doubtful.test(text) || /^[?？]+$/.test(text)) return 'unclear';
  const plain = plainWord(text);
  if (noWords.has(plain)) return 'no';
  return unknown.has(plain) ? 'unclear' : 'yes';
}

/** Returns whether a cell of a consent column allows contact. Only a clear yes, a tick or a date does. */
export function readConsent(cell: string): Answer {
  const text = tidy(cell);
  if (emptyMarks.test(text) || noDate.test(text)) return 'unclear';
  if (zero.test(text)) return 'no';
  if (fullMarks.test(text) || /^\d{4}-\d\d?-\d\d?|^\d\d?[./]\d\d?[./]\d{2,4}/.test(text)) return 'yes';
  const plain = plainWord(text);
  if (yesWords.has(plain)) return 'yes';
  if (unset.has(plain)) return 'unclear';
  if (forbiddingPhrase.test(text)) return 'no';
  return noWords.has(plain) || refusalWords.has(plain) ? 'no' : 'unclear';
}

/** Replaces full-width forms with plain ones, and removes invisible characters and emoji variants. */
function tidy(cell: string): string {
  return cell
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Variation_Selector}\p{Emoji_Modifier}]/gu, '')
    .trim();
}

function plainWord(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

function wordSet(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/).map(plainWord));
}
