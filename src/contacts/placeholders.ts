/**
 * What people and programs write into a cell without a value, reduced to letters and digits. Words that are also
 * names or codes (`no` is Norway, `nd` a state) are left out.
 */
const words: ReadonlySet<string> = new Set(
  `na null nil none nan nul undefined unknown unk unspecified undisclosed empty blank missing tbd tba tbc nodata novalue
  noinfo noinformation notavailable notapplicable notspecified notprovided notset notknown notgiven notfound
  notassigned unassigned keine keineangabe keineangaben unbekannt nichtangegeben nichtbekannt nichtvorhanden entfallt aucun aucune neant inconnu inconnue nonrenseigne nonrenseignee nonspecifie
  nondisponible vide sansobjet ninguno ninguna desconocido desconocida sindatos sininformacion sindato noaplica
  nodisponible noespecificado vacio nulo nenhum nenhuma desconhecido desconhecida naoinformado naoinformada
  naoaplicavel naodisponivel naoseaplica semdados vazio nessuno nessuna sconosciuto sconosciuta nonspecificato nonapplicabile geen
  onbekend nvt nietbekend nietvantoepassing leeg okand okant saknas ejangivet uppgiftsaknas ukendt ukjent ingendata ikkeoppgitt
  tuntematon eitiedossa eitietoa puuttuu brak brakdanych nieznany nieznana nieznane niedotyczy nezname neznamy neuvedeno
  ismeretlen nincs nincsadat necunoscut agnosto agnostos bilinmiyor yok belirtilmemis неизвестно неизвестен неуказано
  неуказан нетданных нет невідомо невказано 不明 未定 未入力 未記入 該当なし なし 無し 未知 未填 暂无 无 無 未提供 不详 不詳 없음
  미정 알수없음 미입력 غيرمعروف لايوجد לאידוע אין`
    .split(/\s+/)
    .map(reduced),
);

/** Empty values that only programs write. They are empty in every column. */
const machineWords =
  /^(?:#(?:n\/?a|ref!|value!|name\?|div\/0!|num!|null!|spill!|calc!)|\\n|nan|null|<null>|<na>|\(?null\)|undefined|\(blank\)|\(empty\)|\(none\)|n\/a|#n\/v|#nv|#wert!|#bezug!)$/i;

/**
 * A merge field that another program did not fill: `{{first_name}}`, `*|FNAME|*`, `[First Name]`, `%FIRSTNAME%`,
 * `<name>`.
 */
const mergeTag =
  /^(?:\{\{?[^{}]*\}\}?|\*\|[^|]*\|\*|\[[^[\]]*name[^[\]]*\]|<[^<>]*>|%[\w .-]+%|\$\{[^{}]*\})$/iu;
const longestPlaceholder = 30;

/**
 * Whether a cell stands for "no value": `N/A`, `n.a.`, `-`, `none`, `?`, `TBD`, `#N/A`, `(blank)`, `unbekannt`,
 * `{{first_name}}`.
 */
export function isPlaceholder(text: string): boolean {
  if (text === '' || text.length > longestPlaceholder) return false;
  if (isOneWord.test(text)) return isPlaceholderWord(text.toLowerCase());
  const plain = reduced(text);
  if (plain === '') return true;
  return isPlaceholderWord(plain) || /^k\. ?a\.?$/i.test(text) || isMachineEmpty(text) || mergeTag.test(text);
}

/** Most cells are one word of plain letters and digits; they take a faster path. */
const isOneWord = /^[A-Za-z0-9]+$/;

function isPlaceholderWord(plain: string): boolean {
  return words.has(plain) || plain === '0' || /^x{2,}$/.test(plain);
}

/**
 * Whether a cell is an empty value of a spreadsheet or a database. Narrower than `isPlaceholder`: in a column without
 * a role, `none` or `-` may be a real value.
 */
export function isMachineEmpty(text: string): boolean {
  return text.length < 12 && machineWords.test(text) && text !== 'Nan';
}

/** `isPlaceholder` for names: `Nan` and `Nil` are names; `nan`, `NIL` and `N/A` are not. */
export function isNamePlaceholder(text: string): boolean {
  return isPlaceholder(text) && text !== 'Nan' && text !== 'Nil';
}

function reduced(text: string): string {
  if (/^[\w .,/#?()-]+$/.test(text)) return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}
