/**
 * What people and programs write into a cell that has nothing to say, reduced to its letters and digits. Words that are
 * also names or codes of something (`no` is Norway, `nd` a state) are left out.
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

/** Cells that nobody writes by hand and that say nothing wherever they stand. */
const machineWords =
  /^(?:#(?:n\/?a|ref!|value!|name\?|div\/0!|num!|null!|spill!|calc!)|\\n|nan|null|<null>|<na>|\(?null\)|undefined|\(blank\)|\(empty\)|\(none\)|n\/a|#n\/v|#nv|#wert!|#bezug!)$/i;

/** A field that another program left unfilled: `{{first_name}}`, `*|FNAME|*`, `[First Name]`, `%FIRSTNAME%`, `<name>`. */
const mergeTag =
  /^(?:\{\{?[^{}]*\}\}?|\*\|[^|]*\|\*|\[[^[\]]*name[^[\]]*\]|<[^<>]*>|%[\w .-]+%|\$\{[^{}]*\})$/iu;
const longestPlaceholder = 30;

/** Whether a cell says that it has nothing to say: `N/A`, `n.a.`, `-`, `none`, `?`, `TBD`, `#N/A`, `(blank)`, `unbekannt`, `{{first_name}}`. */
export function isPlaceholder(text: string): boolean {
  if (text === '' || text.length > longestPlaceholder) return false;
  const plain = reduced(text);
  if (plain === '' || plain === '0') return true;
  return (
    words.has(plain) ||
    /^x{2,}$/.test(plain) ||
    /^k\. ?a\.?$/i.test(text) ||
    isMachineEmpty(text) ||
    mergeTag.test(text)
  );
}

/**
 * Whether a cell of any column is empty to a spreadsheet or a database. Narrower than `isPlaceholder`: in a column that
 * is not known, `none` or `-` may be an answer.
 */
export function isMachineEmpty(text: string): boolean {
  return text.length < 12 && machineWords.test(text) && text !== 'Nan';
}

/** `isPlaceholder` for names: `Nan` and `Nil` are given names, `nan`, `NIL` and `N/A` are none. */
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
