/** Words by which absences are known, in the languages of docs/quality.md. They stand near the start of the text. */
const absent =
  /out of (?:the |my )?office|(?:off|out|am|home|on leave) sick|krankheit|erkrank|krankgeschrieben|krankenstand|\bsyg\b|sykmeldt|sjuk|arrêt maladie|malade|malattia|ziek|zwolnieni|pracovní neschop|больнич|raporlu|verreist|betriebsferien|away from (?:the |my )?(?:office|desk|email|e-mail|work|computer)|\bon (?:\w+ )?(?:vacation|holidays?|leave|pto|a business trip|sabbatical)|(?:annual|parental|maternity|paternity|sick|medical|family|personal) leave|(?:am|i'm|be|is|are|currently) (?:currently |now )?(?:away|travell?ing|unavailable|not in the office|not available|off work|offline|ooo)|limited (?:access|email|e-mail)|no access to|back in (?:the )?office|(?:will|shall) (?:return|be back)|nicht im (?:büro|haus|dienst)|abwesen|außer haus|ausser haus|im urlaub|in urlaub|urlaubs|elternzeit|mutterschutz|dienstreise|nicht erreichbar|wieder (?:erreichbar|da|im büro|zurück)|absent|en (?:congés?|vacances|déplacement|formation)|congé|hors du bureau|de retour|indisponible|fuera de (?:la )?oficina|de vacaciones|ausente|de baja|no estaré|estaré de vuelta|regres|fuori (?:sede|ufficio)|in ferie|assente|in vacanza|rientr|fora do escritório|de férias|ausente|de licença|afwezig|op vakantie|met vakantie|met verlof|niet aanwezig|buiten kantoor|weer aanwezig|semester|tjänstledig|föräldraledig|frånvarande|inte på kontoret|åter på|på ferie|fravær|ikke på kontoret|på kurs|tilbage|tilbake|lomalla|poissa|en ole (?:toimistolla|paikalla|tavoitettavissa)|vuosiloma|nieobecn|na urlopie|urlop|poza biurem|delegacj|dovolen|nepřítom|mimo kancelář|szabadság|házon kívül|távol|nem vagyok|irodán kívül|в отпуск|отпуск|отсутств|вне офиса|в командировке|нет на месте|відпуст|відсутн|izin|ofis dışında|tatil|yurt dışında|ofiste değil|concediu|σε άδεια|εκτός γραφείου/iu;
const absentCjk =
  /休職|病気|病假|병가|不在|休暇|休み|休業|出張|夏季休|外出|休假|不在办公室|出差|放假|請假|请假|부재|휴가|출장|자리를 비/u;

/** Wording that nobody uses in a message written by hand. */
const plainlyAbsent =
  /(?:thank you for your (?:e-?mail|message).{0,80}(?:out of (?:the )?office|on (?:annual )?leave|on vacation|away))|i am (?:currently )?out of (?:the )?office|^(?:hi|hello|dear)?[\s\S]{0,40}i(?:'m| am) (?:currently )?(?:out of (?:the )?office|on (?:annual|parental|maternity) leave)|ich bin (?:derzeit|zurzeit|momentan|aktuell)? ?(?:nicht im büro|abwesend|außer haus)|je suis (?:actuellement )?(?:absent|en congé)|automatic(?:ally generated)? (?:reply|response)|automatische (?:antwort|nachricht)|réponse automatique/iu;

export function speaksOfAbsence(text: string): boolean {
  const head = text.slice(0, 3_000);
  return absent.test(head) || absentCjk.test(head);
}

/** Whether a mail without any header of programs is an absence by its words. */
export function isPlainlyAbsent(text: string): boolean {
  return plainlyAbsent.test(text.slice(0, 400).replaceAll('’', "'"));
}
