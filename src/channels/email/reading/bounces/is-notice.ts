import { addressesIn } from '../mime/addresses.ts';
import type { Headers } from '../mime/headers.ts';

const daemon =
  /(?:mailer-?daemon|post_?master|mail ?delivery|mdaemon|delivery ?subsystem|mail-?system|mail ?administrator|bounce|no-?delivery|system ?administrator|postoffice|mail-?gateway|smtp(?:-?server)?@|microsoftexchange)/i;

const subjects =
  /^(?:\W{0,3})(?:undeliver|mail failed|un-?deliverable|undelivered|returned mail|return(?:ed)? (?:to sender|message)|mail delivery (?:fail|system|problem|status|delay|error|notif|subsystem|issue)|delivery (?:status notif|fail|report|notif|problem|delay|has fail|error|incomplete|subsystem)|failure (?:notice|delivery)|mail (?:system error|failure|could not|status report|undeliver)|message (?:delivery|status|not delivered|undeliver|delayed|you sent)|mail not delivered|non-?delivery|nondeliverable|error (?:sending|mail|delivering|in delivery)|warning: (?:could not|message)|permanent (?:delivery|error)|failed (?:mail|delivery|message)|could not (?:send|deliver)|unzustellbar|nicht zustellbar|unable to deliver|delayed|bounce|rejected|dsn|invalid (?:recipient|address|mail)|échec|non remis|undelivrable|no se puede entregar|correo devuelto|impossibile recapitare|配信|送信|エラー|system error|ndn:|\[?ndr)/i;

const openings =
  /(?:no valid recipients|failed addresses|error message below|this (?:message|report|e-?mail) (?:was created automatically by|relates to a message you sent)|could not be delivered|couldn't be delivered|wasn't able to deliver|was not delivered|not delivered to|delivery (?:to the following|has failed|failed|failure)|undeliverable|permanent (?:fatal )?error|unable to deliver|returned to (?:you|sender)|did not reach|cannot be delivered|can't be delivered|has not (?:yet )?been delivered|reason for (?:the )?(?:failure|return)|transcript of session|incorrectly constructed|konnte nicht zugestellt|n'a pas pu être|no se pudo entregar|rejected by|we were unable|has been delayed|failed to deliver|delivery attempt)/i;

/** Whether a mail without a report is a mail system's notice about a message. Replies of people have none of these signs. */
export function isNotice({
  headers,
  subject,
  text,
}: {
  headers: Headers;
  subject: string;
  text: string;
}): boolean {
  if (headers.get('x-failed-recipients') !== '') return true;
  const from = headers.get('from') || headers.get('sender');
  const isNull =
    /^<\s*>$/.test(headers.get('return-path')) || /mailer-daemon/i.test(headers.get('return-path'));
  const signs = [daemon.test(from), isNull, subjects.test(subject), openings.test(text.slice(0, 4_000))];
  const [fromDaemon = false, , bySubject = false, byText = false] = signs;
  if (fromDaemon) return bySubject || byText || isNull;
  return bySubject && byText && !isAnswer(headers);
}

function isAnswer(headers: Headers): boolean {
  return (
    /^\s*(?:re|aw|sv|antw|res|odp)\s?:/i.test(headers.get('subject')) &&
    addressesIn(headers.get('from')).length > 0
  );
}

/** Whether a notice only says that the server is still trying. */
export function isDelay({ subject, text }: { subject: string; text: string }): boolean {
  const head = text.slice(0, 4_000);
  const tries =
    /(?:has not (?:yet )?been (?:delivered|completed)|not yet (?:been )?delivered|will (?:continue|keep) (?:to try|trying|retrying|to be (?:tried|retried))|will be retried|still (?:trying|being)|warning message only|you do not need to resend|do not need to do anything|delivery (?:is|has been|was) delayed|will (?:retry|try again)|attempts? to deliver.{0,40}will continue|temporarily deferred)/i;
  const ends =
    /(?:given up|giving up|permanent(?:ly)? (?:fatal )?(?:error|fail)|retry timeout exceeded|no further attempts|returned to you|has failed|too long|message expired|removed from)/i;
  if (tries.test(head)) return !ends.test(head);
  return /\b(?:delay|delayed|deferred|warning)\b/i.test(subject) && !ends.test(head);
}
