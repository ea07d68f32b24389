/** Phrases that forbid contact, as found in notes, statuses and beside numbers, in the languages of `docs/lists.md`. */
const forbidding: readonly string[] = [
  String.raw`(?:do not|don['’]?t|never|not to|(?:must|may|should|can|will) not|no longer) (?:be |ever |ring or |get )?(?:re)?(?:call|contact|phone|dial|disturb|solicit)(?:ed|ing)?|(?:do not|don['’]?t|never) ring`,
  String.raw`no (?:more|further) (?:phone |sales |marketing )?(?:calls?|contact|calling)|no (?:phone |sales |cold |marketing )?calls(?! (?:yet|so far|made|today))`,
  'stop (?:calling|contacting|phoning|ringing|the calls)|(?:opted|opting|opts?)[ -]out|dncl?|donotcall|donotcontact|optedout|optout|cease and desist',
  String.raw`(?:to be|be|wants?|remove|removed|take|taken) (?:removed|off|me|him|her|us|them)?\s?(?:off|from) (?:the |our |your |all |my |any |this |call |calling |contact |mailing )*(?:lists?|database|system|records)|remove me`,
  'asked (?:us )?to (?:be removed|stop)|(?:wants|asked|asks|requested|requests) (?:for )?no (?:calls|contact)',
  '(?:withdrew|withdrawn|withdraws|revoked|revokes|refused) (?:his |her |their |the |all )?consent|consent (?:was |is |has been )?(?:withdrawn|revoked|refused)|no consent',
  'nicht (?:mehr |wieder |nochmals? )?(?:an(?:ge)?rufen|kontaktier(?:en|t)|telefonier(?:en|t)|melden)|keine? (?:weiteren? |werbe|telefonische )?(?:anrufe?|kontaktaufnahme|werbung)',
  'anrufverbot|kontaktverbot|werbesperre|kontaktsperre|werbewiderspruch|(?:einwilligung|zustimmung) (?:widerrufen|zurückgezogen)|(?:von|aus) der liste (?:streichen|nehmen|löschen)',
  String.raw`ne (?:pas|plus|jamais) (?:me |le |la |les |nous |l['’])?(?:r?appeler|contacter|joindre|solliciter|démarcher|déranger|téléphoner|relancer)|ne (?:souhaite|veut|désire) (?:pas|plus) (?:être |etre )?(?:r?appel|contact|démarch|dérang|sollicit)\p{L}*|plus d['’]appels?`,
  String.raw`no (?:volver a |me |le |les |lo |la |se )?(?:llam(?:ar|e|en)|contact(?:ar|e|en)|molest(?:ar|e|en))(?:l[aeo]s?|me|nos)?(?: m[áa]s)?|no (?:desea|quiere) (?:m[áa]s |recibir |que |ser )+(?:l[aeo]s? )?(?:llam|contact|molest)\p{L}*|(?:pidi[óo]|solicit[óo]) (?:la |su )?baja|darl[ea] de baja`,
  String.raw`non (?:pi[uù] )?(?:ri)?(?:chiam|contatt|disturb|telefon)(?:are|ate|arlo|arla)(?: pi[uù])?|non (?:vuole|desidera) (?:pi[uù] )?(?:essere |ricevere )?(?:chiam|contatt|disturb|telefon)\p{L}*`,
  String.raw`n[aã]o (?:me |o |a |lhe |mais )*(?:lig(?:ar|ue|uem)|contac?tar|contac?te|perturb(?:ar|e)|telefonar)(?: mais)?|n[aã]o (?:quer|deseja) (?:mais |receber |ser )*(?:liga|contac?t|incomod)\p{L}*`,
  'niet (?:meer )?(?:bellen|gebeld|contacteren|gecontacteerd|benaderen|benaderd|storen)|geen (?:telefoontjes|verder contact|reclame)',
  '(?:ring|ringa|kontakta) (?:inte|ej)|(?:inte|ej) (?:bli )?(?:ringa|kontaktas?|uppringd)|(?:ring|kontakt)e? ikke|ikke (?:ringe?s?|kontakte?s?|oppringt)|ei saa soittaa|älä soita|ei enää soittaa',
  'nie (?:wolno |chce |należy |prosi o )?(?:dzwonić|dzwoń|kontaktować|kontaktu|telefonów)|nevolat|nevolejte|nekontaktovat|nekontaktujte|ne hívj\\p{L}*|ne keress\\p{L}*|nu (?:mai )?(?:suna(?:ți|ti)?|contacta(?:ți|ti)?)|aramayın|aranmasın|arama yapmayın',
  'не (?:звонить|звоните|беспокоить|связываться|контактировать|дзвонити|турбувати)|больше не звонить',
];
const forbiddingCjk =
  '勿扰|勿擾|(?:不要|请勿|請勿)再?(?:打|联系|聯繫|致电|致電|来电)|拒接|電話(?:不可|禁止|ng|しない)|架電(?:ng|禁止|不可)|連絡不要|連絡しない|お断り|수신\\s?거부|(?:연락|전화)\\s?(?:금지|거부|하지)';
/** Words for a contact who has died. */
const deceased =
  'deceased|passed away|verstorben|décédée?|fallecid[oa]|falecid[oa]|decedut[oa]|overleden|avliden|afdød|avdød|kuollut|zmarł[ay]?|zemřela?|elhunyt|decedată?|умерл?а?|vefat etti';
const deceasedCjk = '死亡|死去|逝去|已故|去世|사망';

export const optOutPhrase = new RegExp(
  `(?<![\\p{L}])(?:${[...forbidding, deceased].join('|')})(?![\\p{L}])|${forbiddingCjk}|${deceasedCjk}`,
  'iu',
);
export const forbiddingPhrase = new RegExp(
  `(?<![\\p{L}])(?:${forbidding.join('|')})(?![\\p{L}])|${forbiddingCjk}`,
  'iu',
);
/** Whole cells with the answer to a text message (`STOP`) or a request (`Remove me`). */
export const stopWord = /^\W*(?:stop(?: ?all)?|remove(?: me)?|unsub|take off(?: list)?)\W*$/iu;
