/** Complete headers of columns that mark an opt-out with yes or no, in the languages of `docs/lists.md`. */

/** Opt-outs from every channel. */
export const optedOutHeaders = `
  optedout|has opted out|is opted out|optout|opt out flag|opted out flag|is opt out|unsubscribed|is unsubscribed|unsubscribe
  do not contact|dont contact|do not contact flag|no contact allowed|dnc|dnc flag|is dnc|on dnc|on dnc list|do not contact list
  blocked|is blocked|suppressed|is suppressed|blacklisted|is blacklisted|blocklisted
  nicht kontaktieren|nicht mehr kontaktieren|kein kontakt|keine kontaktaufnahme|kontaktsperre|werbesperre|abgemeldet
  ne pas contacter|ne plus contacter|desinscrit|desabonne|no contactar|no contactar mas|dado de baja
  non contattare|disiscritto|nao contatar|nao contactar|descadastrado|niet contacteren|niet benaderen|afgemeld|uitgeschreven
  kontakta inte|kontakta ej|far ej kontaktas|avregistrerad|ikke kontakt|ikke kontakte|ma ikke kontaktes|avmeldt|afmeldt
  ei saa ottaa yhteytta|ala ota yhteytta|nie kontaktowac|nie kontaktowac sie|wypisany|nekontaktovat|nekontaktovat|odhlasen
  ne keressuk|leiratkozott|nu contacta|nu contactati|dezabonat|не связываться|не контактировать|отписан|отписался|не зв'язуватися
  iletisime gecmeyin|iletisim kurmayin|请勿联系|請勿聯繫|不要联系|已退订|退订|是否退订|連絡不可|連絡禁止|配信停止|연락 금지|수신 거부|수신거부
  عدم الاتصال|عدم التواصل|לא ליצור קשר|הוסר מהרשימה|μην επικοινωνειτε|संपर्क न करें|jangan hubungi|khong lien he|ห้ามติดต่อ
`;

/** Opt-outs from calls. */
export const phoneOptedOutHeaders = `
  do not call|dont call|do not call flag|donotcall|no calls|no call|do not phone|do not telephone|dnc phone|phone dnc|do not cold call
  phone opt out|phone opted out|phone optout|call opt out|calls opt out|call opted out|voice opt out|opted out of calls|opted out of phone
  has opted out of calls|has opted out of phone|opt out of calls|opt out phone|opt out call|phone unsubscribed|do not ring
  nicht anrufen|nicht mehr anrufen|keine anrufe|kein anruf|anruf unerwunscht|telefonsperre|anrufsperre
  ne pas appeler|ne plus appeler|ne pas telephoner|pas d appel|pas d appels|no llamar|no llamar mas|no telefonear|sin llamadas
  non chiamare|non telefonare|non chiamare piu|nao ligar|nao telefonar|nao chamar|niet bellen|niet meer bellen|bel niet|bel me niet
  ring inte|ring ej|far ej ringas|ikke ring|ikke ringe|ma ikke ringes|ma ikke ringes op|ring ikke|ei saa soittaa|ala soita
  nie dzwonic|nie dzwon|nevolat|nevolejte|ne hivja|nem hivhato|nu suna|nu sunati|не звонить|не дзвонити|aramayin|aramayın|arama yapmayin|arama yapmayın
  请勿致电|請勿致電|请勿拨打|不要打电话|勿打电话|电话勿扰|電話不可|電話禁止|電話ng|架電禁止|架電不可|架電ng|전화 금지|전화금지|전화 거부
  لا تتصل|عدم الاتصال هاتفيا|לא להתקשר|אין להתקשר|μην καλειτε|कॉल न करें|jangan telepon|jangan ditelepon|khong goi|ห้ามโทร
`;

/** Opt-outs from emails. */
export const emailOptedOutHeaders = `
  email opt out|email opted out|email optout|email opt outs|e mail opt out|opted out of email|opted out of emails|has opted out of email
  has opted out of e mail|opt out of email|opt out email|unsubscribed from email|unsubscribed from emails|unsubscribed from all email
  unsubscribed from all emails|email unsubscribed|email unsubscribe|do not email|dont email|do not e mail|do not send email|no email marketing
  do not mass email|do not bulk email|keine e mails|keine emails|kein newsletter|ne pas envoyer d email|no enviar email|non inviare email
`;

/** Opt-outs from faxes. They are ignored, because no faxes are sent. */
export const faxOptedOutHeaders =
  'fax opt out|fax opted out|has opted out of fax|opted out of fax|opt out of fax|do not fax';

/**
 * Patterns that are clearly about opting out, consent or do-not-contact. For a header that matches one and is not
 * listed above, the operator is asked: the meaning of a status, a date, a consent or an unusual wording is not
 * certain.
 */
export const askPatterns: readonly string[] = [
  String.raw`\bopt(?:ed|ing|s)? ?(?:out|in)s?\b`,
  String.raw`\bunsubs?\b|\bdeceased\b|\bverstorben|\bdecede|\bfallecid|\bfalecid|\bdecedut`,
  String.raw`\baccepts?\b.*\b(?:marketing|sms|texts?|calls?|phone|contact|e ?mails?)\b`,
  String.raw`\b(?:un|re)subscri|\bsubscribed\b`,
  String.raw`\b(?:do ?n[o']?t|don t|not to|never|must not|may not|please not?)\b.*\b(?:contact|call|phone|ring|dial|text|sms|mail|e ?mail|disturb|market|solicit|send)`,
  String.raw`\bno (?:(?!of\b)\p{L}+ )?(?:calls|calling)\b|\b(?:subscri\p{L}*|marketing) status\b`,
  String.raw`^no (?:more )?(?:calls?|calling|contact|marketing|solicit\p{L}*|sms|texts?|e ?mails?|phone calls?)\b`,
  String.raw`\b(?:dnc\p{L}*|dnd|dncl|dncr|ndnc|tps|ctps|bloctel|robinson\p{L}*|gdpr|ccpa|tcpa|dsgvo|rgpd|lopd|lgpd|rodo|kvkk|iys|bdsg|nix)\b`,
  String.raw`\bdo not\b|\bconsent|\bpermission|\blitigator|\bcontactable\b|\bcallable\b|\bstop ?list|\bremove me\b`,
  String.raw`\b(?:ok|okay|allowed|permitted|happy|agreed|may|can)\b.*\b(?:contact|call|phone|mail|e ?mail|text)`,
  String.raw`\bsuppress|\bblack ?list|\bblock ?list|\bblocked\b|\bdeny ?list|\brevoked\b|\bwithdrawn\b|\bexclu(?:de|ded|sion)\b`,
  // German
  String.raw`einwillig|zustimm|werbe ?(?:sperre|verbot|erlaubnis)|sperr(?:liste|vermerk|kennzeichen)|kontakt ?sperre|gesperrt|\bwiderspr|abgemeldet|abbestell|unerwunscht`,
  String.raw`\b(?:nicht|kein|keine|keinen|nie)\b.*(?:anruf|kontakt|werb|mail|telefon|belastig|stor)|anruf(?:e|en)? (?:verboten|erlaubt|ok)|(?:darf|durfen)\b.*(?:anruf|kontakt)`,
  // French
  String.raw`consentement|desabonn|desinscri|\brefus|\bopposition|\boppose|liste (?:rouge|noire|repoussoir)|\bautoris`,
  String.raw`\b(?:ne|plus|pas)\b.*(?:appel|contact|demarch|telephon|sollicit|derang|rappel|mail|courri|joindre)`,
  // Spanish, Portuguese, Italian
  String.raw`consentim|consenso|\bbaja\b(?! california)|lista (?:negra|nera|robinson)|\bautoriz|opposizion|oposicion|oposicao|disiscri|descadastr|\bbloquead|\bbloccat|\brevoca|excluid`,
  String.raw`\b(?:no|non|nao|nunca|jamas|mai|sin|sem|senza)\b.*(?:llam|contact|contatt|contat|molest|enviar|invia|chiam|telefon|ligar|ligue|perturb|incomod|disturb|solicit|publicidad)`,
  // Dutch
  String.raw`toestemming|bel ?me ?niet|geblokkeerd|uitgeschreven|afgemeld|zwarte lijst|\b(?:niet|geen|nooit)\b.*(?:bel|contact|benader|mail|telefo|reclame|stor)`,
  // Swedish, Norwegian, Danish
  String.raw`samtyck|samtykke|\bnix(?:\b|sp|reg|list|tel)|avregistrer|avmeld|afmeld|frabed|sparrad|sperret|reserver(?:t|ad|et)|\b(?:inte|ej|ikke|ikkje|inga|ingen|aldrig|aldri)\b.*(?:ring|kontakt|samtal|mail|epost|reklam|opkald|forstyr|stor)|(?:ring|kontakt)\p{L}* (?:inte|ej|ikke)\b`,
  // Finnish, Polish, Czech, Slovak, Hungarian, Romanian
  String.raw`suostumu|kielto|kiellet|estetty|\b(?:ei|ala)\b.*(?:soit|yhtey|puhelu|markkin|postia)`,
  String.raw`\bzgod|sprzeciw|wypisan|czarna lista|zablokowan|rezygnac|\bnie\b.*(?:dzwo|kontakt|wysyl|przeszk)`,
  String.raw`souhlas|suhlas|nevola|nekontakt|odhlas|zakaz|cerna listina|cierna listina|blokovan|\bne ?(?:volat|kontakt|rusit)`,
  String.raw`hozzajarul|tiltolist|letilt|leiratkoz|\bne(?:m)?\b.*(?:hiv|keres|zavar)|consimtam|dezabon|\bnu\b.*(?:sun|contact|deranj)`,
  // Russian, Ukrainian, Bulgarian
  String.raw`согласи|згод|съгласи|отказ|відмов|отписа|відпис|запрет|заборон|черн\p{L}* спис|чорн\p{L}* спис|блокир|\p{L}*стоп ?лист|(?:^| )не .*(?:звон|связ|беспоко|контакт|дзвон|турбу|обажд|писать)`,
  // Turkish, Greek
  String.raw`\bonay|\bizin|\bizni|\br[iı]za\b|kara liste|engellen|aramay[iı]n|arama yasa|iletisim izni|συγκαταθεσ|συναινεσ|μην? (?:καλ|επικοιν)|διαγραφη|εξαιρεση`,
  // Chinese, Japanese, Korean
  '同意|许可|許可|授权|授權|拒绝|拒絕|拒接|退订|退訂|勿|黑名单|黑名單|不要|不再|免打扰|禁止|拒否|不可|停止|お断り|ブラックリスト|オプトアウト|オプトイン|架電ng|電話ng|동의|거부|금지|차단|블랙리스트',
  // Arabic, Hebrew, Hindi, Indonesian, Vietnamese, Thai
  'موافق|رفض|عدم|لا تتصل|لا يتصل|الغاء الاشتراك|حظر|محظور|القائمة السوداء|הסכמה|סירוב|מסרב|להסיר|הסרה|לא להתקשר|אין להתקשר|לא ליצור|חסום|רשימה שחורה',
  'सहमति|न करें|persetujuan|jangan|berhenti|ditolak|đong y|dong y|tu choi|khong (?:goi|lien he|lam phien)|ยินยอม|ห้าม|ไม่ต้องโทร|ไม่สะดวก',
];

/** The patterns about a permission: a yes means that the contact may be contacted. */
export const consentPatterns: readonly string[] = [
  String.raw`\bopt(?:ed|ing|s)? ?ins?\b|\bsubscribed\b|\b(?:subscri\p{L}*|marketing) status\b|^accepts?\b|consent|permission|gdpr|tcpa|dsgvo|rgpd|lopd|lgpd|rodo|kvkk|contactable|callable`,
  String.raw`^(?!.*\bnot\b).*\b(?:ok|okay|allowed|permitted|happy|agreed|may|can)\b`,
  String.raw`einwillig|zustimm|erlaubnis|erlaubt|\bdarf\b|\bautoris|\bautoriz|consenso|toestemming|samtyck|samtykke|suostumu|\bzgod|souhlas|suhlas|hozzajarul|согласи|згод|съгласи|\bonay|\bizin|\bizni|\br[iı]za\b|συγκαταθεσ|συναινεσ`,
  '同意|许可|許可|授权|授權|オプトイン|동의|موافق|הסכמה|सहमति|persetujuan|đong y|dong y|ยินยอม',
];

/** A consent that was refused or withdrawn: a yes means that the contact must not be contacted. */
export const deniedConsent = String.raw`\b(?:not?|never|without|missing|lack\p{L}*|kein\p{L}*|nicht|ohne|sans|pas|sin|senza|sem|nao|non|nunca|geen|zonder|ej|inte|ikke|utan|uden|uten|ei|brak|bez|nie|ne|nem|fara)\b|withdr|revok|revoc|refus|declin|denied|expired|widerruf|zuruckgezog|verweigert|retire|retirad|ritirat|rifiut|recus|wycof|cofni|odwol|odvol|nesouhlas|nesuhlas|ingetrokken|aterkall|tilbagekald|trukket|peruu|visszavon|retras|geri cek|отоз|отзыв|без соглас|撤回|不同意|未同意|미동의|거부|철회`;
