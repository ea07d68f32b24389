/** Lines after which everything is the quoted message. */
const quoteStarts: readonly RegExp[] = [
  /^\s*[-_]{3,}\s*(?:original|forwarded|ursprüngliche|weitergeleitete|message d'origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk|ursprungligt|original(?:e)?|oprindelig|opprinnelig|alkuperäinen|oryginalna|původní|eredeti|исходное|пересылаемое|orijinal|原|元の|원본).{0,40}$/iu,
  /^\s*[_]{20,}\s*$/,
  /^\s*-{10,}\s*$/,
  /^\s*(?:>\s*)?(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-mail)|début du message réexpédié|inizio messaggio inoltrato|inicio del mensaje reenviado).{0,5}$/iu,
  /^\s*(?:#{3,}|\*{3,}).{0,20}(?:reply above|bitte über).{0,40}$/iu,
];

/** "On Monday, X wrote:" in the languages of mail programs, in one line or broken into two or three. */
const attribution =
  /^\s*(?:>\s*)?(?:(?:on|am|le|el|em|il|op|den|dne|w dniu|dnia|på|pe|el día|in data|ma|vào|tarihinde|\d{1,4}[-./年]).{0,300}|.{1,200}<[^<>\s]{1,100}@[^<>\s]{1,100}>.{0,80}|.{1,120}\d{1,2}[:.h]\d{2}.{0,120})(?:wrote|writes|schrieb|a écrit|escribió|escreveu|ha scritto|scrisse|schreef|skrev|kirjoitti|napisał(?:\(a\)|a)?|napsal(?:\(a\)|a)?|írta|написал(?:\(а\)|а)?|пишет|yazdı|şunu yazdı|写道|书き込み|書きました|のメッセージ|작성|님이 작성)(?:\s?:?\s*$|\s[^:]{1,120}:\s*$)/iu;

/** The block of headers that Outlook puts above the message that it quotes. */
const header =
  /^\s*\*?(?:from|von|de|da|van|från|fra|lähettäjä|od|feladó|от|kimden|gönderen|发件人|差出人|보낸 사람)\s?\*?\s?[:：]\s?\*?\s*\S/iu;
const nextHeader =
  /^\s*\*?(?:sent|date|to|subject|cc|gesendet|datum|an|betreff|envoyé|à|objet|enviado|para|asunto|fecha|data|inviato|a|oggetto|assunto|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|elküldve|címzett|tárgy|отправлено|дата|кому|тема|gönderildi|kime|konu|trimis|către|subiect|στάλθηκε|προς|θέμα|надіслано|发送时间|收件人|主题|送信日時|宛先|件名|날짜|받는 사람|제목)\s?\*?\s?[:：]/iu;

const signatures =
  /^(?:--|—|––|__)\s?$|^\s*(?:sent from (?:my|mail|outlook|yahoo)|get outlook for|von meinem .{0,30}(?:gesendet|geschickt)|gesendet (?:von|mit)|envoyé (?:de|depuis)|enviado (?:desde|do|de) (?:mi|meu)|inviato da|verstuurd vanaf|skickat från|sendt fra|lähetetty|wysłane z|отправлено (?:с|из)|iphoneから送信|发自我的).{0,60}$/iu;

/** The small print of companies. Its words about unsubscribing or interest are nobody's answer. */
const smallPrint =
  /^\s*\*{3}|^\s*(?:(?:confidentiality|disclaimer|legal notice|vertraulichkeit|avis de confidentialité|aviso legal|avvertenza)\b|(?:this|the information in this) (?:e-?mail|message|communication)\b.{0,80}(?:confidential|intended|privileged)|diese (?:e-?mail|nachricht).{0,60}vertraulich|ce (?:message|courriel).{0,60}confidentiel|este (?:mensaje|correo).{0,60}confidencial|if you (?:no longer wish|would like to unsubscribe|don't want).{0,80}(?:click|here|link)|to unsubscribe(?: from| click|,|:).{0,80}|you (?:are )?receiv(?:ed|ing) this (?:e-?mail|message)|click here to unsubscribe)/iu;

/**
 * Returns a text without the message that it quotes, signature and small print. Answers between the lines of a quote are
 * kept: only the quoted lines go. If nothing but quotes is left, the result is empty.
 */
export function stripQuotes(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd().slice(0, 1_000));
  const kept: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (/^\s*(?:>|\|\s)/.test(line)) continue;
    const width = attributionAt(lines, at);
    if (width > 0) {
      // Below an attribution with marked lines, answers may stand between them. Without marks, all the rest is the quote.
      if (!lines.slice(at + width, at + width + 4).some((next) => /^\s*>/.test(next))) break;
      at += width - 1;
      continue;
    }
    if (quoteStarts.some((pattern) => pattern.test(line)) || isHeaderBlock(lines, at)) break;
    if (signatures.test(line) || smallPrint.test(line)) {
      if (hasAnswerBelow(lines, at)) continue;
      break;
    }
    kept.push(line);
  }
  return kept
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}

/** Returns how many lines an attribution takes from here, or 0. */
function attributionAt(lines: readonly string[], at: number): number {
  for (const width of [1, 2, 3]) {
    const parts = lines.slice(at, at + width);
    if (parts.length < width || parts.some((line) => line.trim() === '')) return 0;
    if (attribution.test(parts.map((line) => line.trim()).join(' '))) return width;
  }
  return 0;
}

function isHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!header.test(lines[at] ?? '')) return false;
  return lines.slice(at + 1, at + 5).filter((line) => nextHeader.test(line)).length >= 2;
}

/** A writer may answer below the quote: then a signature in the middle does not end the text. */
function hasAnswerBelow(lines: readonly string[], at: number): boolean {
  const rest = lines.slice(at + 1);
  const lastQuoted = rest.findLastIndex((line) => /^\s*>/.test(line));
  return lastQuoted !== -1 && rest.slice(lastQuoted + 1).some((line) => /\p{L}{2}/u.test(line));
}
