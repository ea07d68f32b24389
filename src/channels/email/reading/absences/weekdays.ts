const day = 86_400_000;

/** Names of weekdays, from Sunday on, in languages that use them for a return within the week. */
const names = [
  /sunday|sonntag|dimanche|domingo|domenica|zondag|söndag|søndag|sunnuntai|niedziel|neděl|воскресень|pazar\b|日曜|星期日|周日|일요일/u,
  /monday|montag|lundi|lunes|lunedì|segunda|maandag|måndag|mandag|maanantai|poniedział|pondělí|hétfő|понедельник|pazartesi|月曜|星期一|周一|월요일/u,
  /tuesday|dienstag|mardi|martes|martedì|terça|dinsdag|tisdag|tirsdag|tiistai|wtorek|úterý|kedd|вторник|salı|火曜|星期二|周二|화요일/u,
  /wednesday|mittwoch|mercredi|miércoles|mercoledì|quarta|woensdag|onsdag|keskiviikko|środ|střed|szerd|сред[уа]|çarşamba|水曜|星期三|周三|수요일/u,
  /thursday|donnerstag|jeudi|jueves|giovedì|quinta|donderdag|torsdag|torstai|czwartek|čtvrtek|csütörtök|четверг|perşembe|木曜|星期四|周四|목요일/u,
  /friday|freitag|vendredi|viernes|venerdì|sexta|vrijdag|fredag|perjantai|piątek|pátek|péntek|пятниц|cuma\b|金曜|星期五|周五|금요일/u,
  /saturday|samstag|samedi|sábado|sabato|zaterdag|lördag|lørdag|lauantai|sobot|szombat|суббот|cumartesi|土曜|星期六|周六|토요일/u,
];

const back =
  /(?:back|return\w*|again|available|wieder|zurück|de retour|regres\p{L}*|vuelv\p{L}*|rientr\p{L}*|torn\p{L}*|volt\p{L}*|terug|weer|tillbaka|tilbage|tilbake|takaisin|palaan|wracam|wrócę|zpět|vrátím|vissza|вернусь|выйду|döneceğim|until|till)(?: \p{L}+){0,4} (\p{L}{3,20})/gu;

const backAfter =
  /\p{L}{3,20}[,.]? (?:\p{L}+ ){0,3}(?:back|wieder|zurück|de retour|terug|weer|tillbaka|tilbage|tilbake|takaisin|vissza|戻|복귀)(?!\p{L})/gu;

/** Returns the weekday that stands immediately before a date, from 0 for Sunday, or undefined. */
export function weekdayBefore(text: string): number | undefined {
  const word = /([\p{L}-]+)[,.]? ?(?:(?:the|den|le|el|il|dem|dia|día|dnia) )?$/u.exec(text)?.[1];
  const found = word === undefined || word.length < 4 ? -1 : names.findIndex((name) => name.test(word));
  return found === -1 ? undefined : found;
}

/** Returns the next day that the words about coming back name: a weekday, or tomorrow. */
export function weekdayBack({
  text,
  sentAt,
}: {
  text: string;
  sentAt: number;
}): { at: number; words: string } | undefined {
  const today = Math.floor(sentAt / day) * day;
  for (const [words] of [...text.matchAll(back), ...text.matchAll(backAfter)]) {
    if (/\b(?:tomorrow|morgen|demain|mañana|domani|amanhã|завтра|jutro|zítra|yarın)(?!\p{L})/u.test(words))
      return { at: today + day, words };
    const weekday = names.findIndex((name) => name.test(words));
    if (weekday === -1) continue;
    const ahead = (weekday - new Date(today).getUTCDay() + 7) % 7 || 7;
    return { at: today + ahead * day, words };
  }
  return undefined;
}
