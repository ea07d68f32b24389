/** How the words around a date relate to the first day back. */
export type DateWording = 'back' | 'until' | 'through' | 'from';

/** Words before a date that make it the first day back. */
const back =
  /(?:back|return\w*|resum\w+|again|available|reachable|office|reply|respond|rejoin\w*|reopen\w*|first day) (?:\p{L}+ ){0,4}(?:on|from|by|as of|starting|after|in)?[ :,]*(?:[\p{L}-]+,? )?(?:the )?$|(?:wieder|zurück|erreichbar) (?:\p{L}+ ){0,5}(?:ab|am|zum|seit)?[ :]*(?:dem |den )?(?:[\p{L}-]+,? )?$|\bab (?:dem |den )?(?:[\p{L}-]+,? )?(?:den )?$|(?:de retour|retour|à partir|reviendrai|rentrerai|reprend\p{L}+|dès) (?:\p{L}+ ){0,4}(?:le|du|au)? ?(?:\p{L}+ )?$|(?:regres\p{L}+|vuelv\p{L}+|volver\p{L}+|vuelta|reincorpor\p{L}+|retom\p{L}+|retorn\p{L}+|volt\p{L}+|a partir|disponible|disponível) (?:\p{L}+ ){0,5}(?:el|del|em|no|a|dia|día|o)? ?(?:[\p{L}-]+,? )?(?:día |dia )?$|(?:rientr\p{L}+|torn\p{L}+|ritorn\p{L}+|di nuovo|dal|a partire) (?:\p{L}+ ){0,4}(?:il|dal|al)? ?(?:\p{L}+ )?$|(?:terug|weer|vanaf|bereikbaar|aanwezig) (?:\p{L}+ ){0,4}(?:op|vanaf)? ?(?:\p{L}+ )?$|(?:tillbaka|åter|tilbage|tilbake|retur|igen|igjen|från och med|fra og med|fra) (?:\p{L}+ ){0,4}(?:den|på|fra|från|i)? ?(?:\p{L}+ )?(?:den )?$|(?:takaisin|palaan|paikalla|tavoitettavissa|töissä) (?:\p{L}+ ){0,3}(?:\p{L}+na )?$|(?:wracam|wrócę|wróci|powr\p{L}+|będę|ponownie|dostępn\p{L}+) (?:\p{L}+ ){0,5}(?:od|w|dnia)? ?(?:[\p{L}-]+,? )?(?:dnia )?$|(?:zpět|vrátím|vracím|opět|znovu|budu) (?:\p{L}+ ){0,5}(?:od|dne|v)? ?(?:\p{L}+ )?$|(?:visszatér\p{L}*|vissza|elérhető|újra|ismét) (?:\p{L}+ ){0,4}$|(?:верн\p{L}+|вернус\p{L}+|возвращ\p{L}+|буду|выйду|выхожу|снова|доступ\p{L}+) (?:\p{L}+ ){0,4}(?:с|в|на)? ?(?:[\p{L}-]+,? )?$|(?:yeniden|tekrar|dönüş\p{L}*) (?:\p{L}+ ){0,4}$|(?:return|back|retour|rückkehr|wieder da|regreso|rientro|terug|återkomst|powrót)[ :]*$/u;

/** Words before a date that make it the last day away. */
const through =
  /(?:through|thru|to and including|until and including|up to and including|last day (?:\p{L}+ ){0,4}(?:is|:)?|till and including|bis (?:\p{L}+ )?einschließlich|bis einschl\.?|bis inkl\.?|bis inklusive|bis und mit|inclusive of|tot en met|t\/m|t\.e\.m\.|till och med|t\.?o\.?m\.?|til og med|t\.?o\.?m\.?|jusqu'(?:au|à) (?:\p{L}+ )?inclus|hasta e incluyendo|fino (?:a|al) (?:\p{L}+ )?compreso|včetně|do włącznie|включительно (?:до|по)|по) ?(?:the |den |zum |dem |de |le |el |il |dnia )?(?:\p{L}+,? (?:den |the |le )?)?$/u;

/** Words after a date that make it the last day away. */
const throughAfter =
  /^[ ,(]*(?:\d{4} ?)?[,(]?(?:incl(?:usive|uded|\.)?|einschließlich|einschl\.?|inkl(?:usive|\.)?|inclus(?:e)?|compris|incluido|inclusive|incluído|incluso|compres[oi]|inclusiv|włącznie|včetně|включительно|dahil|-?ig bezárólag|bezárólag|asti mukaan|saakka|asti|mukaan lukien|en met)|^ ?(?:\([月火水木金土日]\))?(?:まで|迄|止|까지)/u;

const until =
  /(?<!\p{L})(?:until|till|til|'til|'till|up to|bis|jusqu'(?:au|à)|jusque|hasta|fino (?:a|al|all')|sino al|até|tot|t\.o\.m|till|frem til|indtil|do|až do|до|până pe|până la|până|έως (?:και )?(?:τις|την)?|through to) ?(?:(?:the|zum|am|den|dem|einschließlich|el|al|o|ao|a|dia|día|le|dnia|il) ){0,2}(?:[\p{L}-]+, |(?:mon|tue|wed|thu|fri|sat|sun|diens|mitt|donner|sams|sonn|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab|seg|ter|qua|qui|sex|maa|din|woe|don|vrij|zat|zon|mån|tis|ons|tors|fre|lör|sön|man|tir|lør|søn|pon|wto|śro|czw|pią|sob|nie|pát|stř|čtv)[\p{L}-]*,? (?:(?:the|den|le|el|dem|dnia|dia|día) )?)?$/u;

/** Words after a date, in languages that put them there. */
const untilAfter = /^'?(?:\p{L}{1,4})? ?(?:tarihine kadar|'?\p{L}{0,3} kadar|kadar|-?ig\b|至)/u;
const backAfter =
  /^ ?(?:\([月火水木金土日]\))?\s?(?:から|より|に(?:戻|復帰|出社)|(?:以降|以后|后|後)?(?:返回|回来|回到|恢复|上班|回)|부터|에 ?(?:복귀|돌아)|복귀)|^'?\p{L}{0,3} (?:\p{L}+ ){0,4}(?:dön|geri)|^(?:-?[áaéeóoőiíjn]{0,3}n) ?,? ?(?:\p{L}+ ){0,4}(?:vissza|térek|elérhető)|^,? ?(?:\p{L}+ ){0,2}(?:(?:zit|sta|ben) ik weer|(?:wieder|zurück) (?:da|im|erreichbar|für)|zurück|wieder|am back|i am back|i'll be back|i will (?:be back|return)|(?:ben|weer) (?:ik )?(?:weer|terug)|tillbaka|tilbage|tilbake|takaisin|wracam|вернусь)/u;

const from =
  /(?:from|between|since|vom|ab|von|zwischen|du|entre|del|desde|dal|de|van|från|fra|od|с|from the) ?(?:the |dem |el |le )?(?:[\p{L}-]+,? )?$/u;
/** Between two dates of one period. */
export const joins =
  /^\s?(?:\d{4})?[,.]?\s?(?:-|–|—|to|bis(?: zum| einschließlich)?|au|al|a|à|ao|tot|tot en met|t\/m|till|til|do|по|до|and|und|et|y|e|en|och|og|~|〜|～|から|부터|through|thru|until|'?\p{L}{2,4} ile|ile)\s?(?:the |den |zum |am )?(?:[\p{L}-]+,? )?(?:den |the )?$/u;

/**
 * Returns how a date is worded, from the text before and after it, or undefined if the words say nothing. `between` is the
 * text since the date before, or undefined if there is none.
 */
export function wordingOf({
  before,
  after,
  between,
  joinsNext,
}: {
  before: string;
  after: string;
  between: string | undefined;
  /** Whether a period goes on from here to another date. */
  joinsNext: boolean;
}): DateWording | undefined {
  if (joinsNext) return 'from';
  if (
    /\d{1,2}(?:er|st|nd|rd|th|\.|º|°)?\s?(?:-|–|—|to|bis(?: zum)?|al|à|a|au|ao|do|t\/m|tot|tot en met|till?|og|и|e|y|〜|~)\s?$/u.test(
      before,
    )
  )
    return 'through';
  if (through.test(before) || throughAfter.test(after)) return 'through';
  if (between !== undefined && joins.test(between)) return 'through';
  if (backAfter.test(after)) return 'back';
  if (
    /\b(?:not|nicht|pas|no|non|não|niet|inte|ikke) (?:\p{L}+ ){0,5}(?:until|till|vor|avant|antes|prima|voor|før|före) /u.test(
      before.slice(-40),
    )
  )
    return 'back';
  if (untilAfter.test(after)) return 'until';
  if (until.test(before)) return 'until';
  if (back.test(before)) return 'back';
  return from.test(before) ? 'from' : undefined;
}
