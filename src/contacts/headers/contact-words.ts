import { withoutAccents } from './header-text.ts';

/**
 * Words about contacting a person, and words that forbid or allow it, in the languages of `docs/lists.md`. A header
 * with a word of the first kind and one of the second is about opting out or consent, in any order and wording:
 * `Anrufverbot`, `Kan kontaktes`, `連絡可否`. `=` marks a whole word and `^` the start of a word; other entries may stand
 * anywhere in a word.
 */
const contactWords = `call phone contact telefon telemarket kontakt contatt contat appel demarch sollicit llamad
  llamar chiamat chiamare ligac ligar chamada gebeld bellen benader opkald oppring uppring =ring =ringe =ringa =ringes =ringas
  samtal soitt puhelin puhelu yhteyd markkin dzwon =volat =volani hivas hivhat =apel apelur =sun iletisim =arama ^arama
  anruf gerufen werbung werbe reklam publicid publicit marketing
  звон контакт связ дзвон зв'яз τηλεφων επικοινων 電話 連絡 架電 コール メール 配信 营销 致电 联系 聯繫 電話 电话 联络 推销 전화 연락 수신 광고`;

const forbiddingWords = `=not =never =dont =stop ^cease =block =blocks =blocked =blocking ^declin ^refus ^reject ^forbid ^prohib
  =banned ^unwant ^remov ^exclud ^withdr ^revok =objects =objected =objection =opposed
  =nicht ^kein =nie verbot untersag unerwunscht widersp widerr sperr abgelehnt ablehn verweiger
  =pas =jamais interdi ^oppos =exclu retiree
  rechaz prohib proib rifiut recus vietat =bloqueado =bloqueada bloccat ^esclu ^exclu revoc =nunca =jamas =baja
  =niet =geen =nooit weiger verbod bezwaar verzet geblok
  =inte =ej =ikke =ikkje =aldrig =aldri =ingen =inga avboj sparr spærr spaerr blokker forbud frabed =nej =nei reservert
  reserverad reserveret reservasjon =ei =ala kielt kiell ^odmow ^odmaw zakaz sprzeciw zablok ^wycof odmit namit odvol blokov
  nepreje nechce tilt =nem =tilos visszavon =ne refuz interz =blocat =nu =ret =yasak engelle reddet meyin mayin
  =не запрет отказ =стоп исключ заблок отозв μην 勿 拒 禁 停止 お断り しない 除外 不要 不可 不再 取消 コールng 連絡ng 금지 거부 차단 하지 해지`;

const allowingWords = `^allow ^permit ^permiss =may =can =ok =okay ^accept ^agree ^wish =willing ^consent ^authori
  erlaub =darf =durfen gestatt =erwunscht =gewunscht zulass einverst freigabe freigegeben zugestimm
  ^autoris ^accept =souhaite =accord =permis =desire ^acept ^autoriz ^permi =desea =quiere ^accett =desidera ^aceit =deseja =quer
  =mag toegest akkoord toestem =far =ma =kan tillat tilladt godkan godkend godkjen ^onsker ^ønsker =saa =lupa suostu =sallittu
  =mozna =moze pozwol akcept =lze =muze povol hivhato enged =acord =doreste =izin =izni =onay =onayi =kabul aranabil
  =можно разреш соглас 可否 可以 是否 能否 許可 许可 同意 동의 허용`;

const contact = patternOf(contactWords);
const forbidding = patternOf(forbiddingWords);
const allowing = patternOf(allowingWords);

/** Headers about opting out that need no word about contacting. A date or a reason may follow. */
const standaloneHeaders = new RegExp(
  String.raw`^(?:is |was |date |a |ha |has )?(?:${withoutAccents(
    `removed?|declined|rejected|revoked|withdrawn|not interested|cease and desist|take me off|remove (?:me|from list)
    |widerrufen|widerruf|gesperrt|sperre|sperrung|abgelehnt|kein interesse|telefonwerbung|werbung|verweigert
    |retire|desinscription|pas interesse|rechazado|rechaza|desuscrito|permiso|exclu|rifiutato|rifiuta|escluso|recusou|recusado
    |remover|saiu da lista|sem interesse|no interesado|bezwaar|verzet|geweigerd|sparrad|sparr|spærret|spaerret|avbojt|avanmald
    |reklame nej tak|nej tak|blokkert|reservasjonsregisteret|odmowa|odmowil|namitka|odmitl|tiltakozas|visszavont|refuz|blocat|retras
    |abonelikten cikti|abonelikten cıktı|reddetti|ret|rahatsiz etmeyin|rahatsız etmeyin|отозвано|отозван|исключить|ng|除外|停用|取消订阅|取消訂閱|해지`.replaceAll(
      /\s*\n\s*/g,
      '',
    ),
  )})(?: (?:at|on|date|reason|by|time|am|datum|grund|le|el|il|em|flag))?$`,
  'u',
);
const standaloneAllowing = /^(?:accord|acord|permiso|werbung|telefonwerbung)(?: |$)/u;

/**
 * Returns what a header says about contacting a person; null if it says nothing. `spaced` is the result of
 * `spacedHeader`.
 */
export function contactMeaning(spaced: string): 'forbids' | 'allows' | null {
  if (standaloneAllowing.test(spaced)) return 'allows';
  if (standaloneHeaders.test(spaced)) return 'forbids';
  if (!contact.test(spaced)) return null;
  if (forbidding.test(spaced)) return 'forbids';
  return allowing.test(spaced) ? 'allows' : null;
}

function patternOf(words: string): RegExp {
  const sources = withoutAccents(words)
    .split(/\s+/)
    .map((word) => {
      if (word.startsWith('=')) return String.raw`(?<!\p{L})${word.slice(1)}(?!\p{L})`;
      return word.startsWith('^') ? String.raw`(?<!\p{L})${word.slice(1)}` : word;
    });
  return new RegExp(sources.join('|'), 'u');
}
