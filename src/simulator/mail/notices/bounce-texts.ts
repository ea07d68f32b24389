import type { BounceReason } from '../behaviour/reaction.ts';

/** Why a message bounces: the status code (RFC 3463), the SMTP reply that it came from, and words for people. */
export type BounceFacts = {
  status: string;
  code: number;
  text: (to: string) => string;
  words: string;
  germanWords: string;
};

export const bounceFacts: Readonly<Record<BounceReason, BounceFacts>> = {
  mailbox: {
    status: '5.1.1',
    code: 550,
    text: (to) => `<${to}>: Recipient address rejected: User unknown in virtual mailbox table`,
    words:
      "The email address you entered couldn't be found. Please check the recipient's email address and try to resend the message.",
    germanWords: 'Die eingegebene E-Mail-Adresse konnte nicht gefunden werden.',
  },
  disabled: {
    status: '5.2.1',
    code: 550,
    text: (to) => `The email account that you tried to reach is disabled: ${to}`,
    words: 'The account of the recipient is disabled and does not receive messages.',
    germanWords: 'Das Konto des Empfängers ist deaktiviert.',
  },
  domain: {
    status: '5.1.2',
    code: 550,
    text: (to) =>
      `Host or domain name not found. Name service error for name=${to.slice(to.lastIndexOf('@') + 1)}`,
    words: 'The domain of the recipient does not exist or has no mail server.',
    germanWords: 'Die Domäne des Empfängers existiert nicht.',
  },
  full: {
    status: '5.2.2',
    code: 552,
    text: (to) => `<${to}>: The recipient's mailbox is full and can't accept messages now (over quota)`,
    words:
      "The recipient's mailbox is full and can't accept messages now. Please try resending your message later.",
    germanWords: 'Das Postfach des Empfängers ist voll und kann derzeit keine Nachrichten annehmen.',
  },
  policy: {
    status: '5.7.1',
    code: 554,
    text: () => 'Message rejected: content was classified as spam by the policy of the recipient',
    words: "Your message couldn't be delivered because it was considered to be spam.",
    germanWords: 'Ihre Nachricht wurde als Spam eingestuft und nicht zugestellt.',
  },
  authentication: {
    status: '5.7.26',
    code: 550,
    text: () => 'Unauthenticated email is not accepted due to the DMARC policy of the sending domain',
    words: 'The sending domain does not pass SPF, DKIM or DMARC, so the message was not accepted.',
    germanWords: 'Die Absenderdomäne besteht die Prüfung von SPF, DKIM oder DMARC nicht.',
  },
  expired: {
    status: '4.4.7',
    code: 451,
    text: () => 'Delivery time expired: the mail server of the recipient did not answer',
    words: 'The message could not be delivered for five days, and will not be tried again.',
    germanWords:
      'Die Nachricht konnte fünf Tage lang nicht zugestellt werden und wird nicht erneut gesendet.',
  },
};

/** The text for people of a bounce, as the mail system of its style writes it. */
export function humanText({
  style,
  to,
  host,
  reason,
  isGerman,
}: {
  style: 'postfix' | 'exchange' | 'gmail' | 'exim' | 'sendmail' | 'qmail';
  to: string;
  host: string;
  reason: BounceReason;
  isGerman: boolean;
}): string {
  const { status, code, text, words, germanWords } = bounceFacts[reason];
  const reply = `${code} ${status} ${text(to)}`;
  switch (style) {
    case 'postfix':
      return `This is the mail system at host ${host}.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients. It's attached below.\n\nFor further assistance, please send mail to postmaster.\n\nIf you do so, please include this problem report. You can\ndelete your own text from the attached returned message.\n\n                   The mail system\n\n<${to}>: host ${host}[192.0.2.25] said: ${reply} (in reply to RCPT TO command)\n`;
    case 'exchange':
      return isGerman
        ? `Fehler bei der Zustellung an folgende Empfänger oder Gruppen:\n\n${to}\n${germanWords}\n\nDiagnoseinformationen für Administratoren:\n\nRemote Server returned '${reply}'\n`
        : `Delivery has failed to these recipients or groups:\n\n${to}\n${words}\n\nDiagnostic information for administrators:\n\nGenerating server: ${host}\n\n${to}\nRemote Server returned '${reply}'\n`;
    case 'gmail':
      return `** ${reason === 'mailbox' ? 'Address not found' : 'Message not delivered'} **\n\nYour message wasn't delivered to ${to}. ${words}\n\nThe response from the remote server was:\n${reply}\n`;
    case 'exim':
      return `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ${to}\n    host ${host} [192.0.2.25]\n    SMTP error from remote mail server after RCPT TO:<${to}>:\n    ${reply}\n`;
    case 'sendmail':
      return `The original message was received from localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<${to}>\n    (reason: ${reply})\n\n   ----- Transcript of session follows -----\n... while talking to ${host}.:\n>>> RCPT To:<${to}>\n<<< ${reply}\n`;
    case 'qmail':
      return `Hi. This is the qmail-send program at ${host}.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<${to}>:\n192.0.2.25 does not like recipient.\nRemote host said: ${reply}\nGiving up on 192.0.2.25.\n`;
  }
}
