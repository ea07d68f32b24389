import type { AbsenceStyle, MailReaction } from '../behaviour/reaction.ts';
import { dateHeader, type Header, renderMessage } from '../message/mime.ts';
import { absenceTexts } from '../texts/absences.ts';
import { dayInWords, type Language, languages } from '../texts/languages.ts';
import { domainOf, type NoticeInput } from './notice.ts';

type Automatic = Extract<MailReaction, { kind: 'absence' | 'automatic' }>;

const dayMs = 86_400_000;

/** The day on which an absence ends: the first day back, and the last day away. */
export function returnOf({ at, away }: { at: number; away: number }): { back: number; lastDay: number } {
  const back = Math.floor(at / dayMs) * dayMs + away * dayMs;
  return { back, lastDay: back - dayMs };
}

/** Renders an automatic reply (RFC 3834): an absence, the receipt of a ticket system, or that the recipient has left. */
export function renderAutomatic({ input, reaction }: { input: NoticeInput; reaction: Automatic }): Buffer {
  const { id, at, to, mailFrom, original } = input;
  const { style, language } = reaction;
  const { subject, headers } = styles[style]({ subject: original.subject, language, to });
  const until =
    reaction.kind === 'absence' && reaction.away !== null ? returnOf({ at, away: reaction.away }) : null;
  return renderMessage({
    headers: [
      ['Return-Path', '<>'],
      ['Date', dateHeader(at)],
      ['From', to],
      // Sieve answers the envelope sender, as RFC 3834 demands. Others answer the header.
      ['To', style === 'sieve' ? mailFrom : original.replyTo],
      ['Subject', subject],
      ['Message-ID', `<${id}@${domainOf(to)}>`],
      ...threadOf(original),
      ...headers,
      ...(style === 'apple' && until ? appleHeaders(at, until.lastDay) : []),
    ],
    body: {
      type: 'text/plain',
      text: `${textOf(reaction, until)}\n`,
      encoding: language === 'en' ? '7bit' : 'quoted-printable',
    },
  });
}

/** The headers that put an answer into the thread of the original (RFC 5322, 3.6.4). */
export function threadOf({
  messageId,
  references,
}: {
  messageId: string | null;
  references: string;
}): Header[] {
  if (messageId === null) return [];
  return [
    ['In-Reply-To', `<${messageId}>`],
    ['References', `${references} <${messageId}>`.trim()],
  ];
}

function textOf(reaction: Automatic, until: { back: number; lastDay: number } | null): string {
  const texts = absenceTexts[reaction.language];
  if (reaction.kind === 'automatic') return texts[reaction.says];
  if (until === null) return texts.undated;
  const { language, wording } = reaction;
  const at = wording === 'back' ? until.back : until.lastDay;
  return texts[wording](dayInWords({ at, language }));
}

type Style = (input: { subject: string; language: Language; to: string }) => {
  subject: string;
  headers: readonly Header[];
};

const styles: Readonly<Record<AbsenceStyle, Style>> = {
  // Exchange has no Auto-Submitted inside an organisation, and its subject is in the language of the mailbox.
  exchange: ({ subject, language, to }) => ({
    subject: `${languages[language].automatic} ${subject}`,
    headers: [
      ['X-Auto-Response-Suppress', 'All'],
      ['X-MS-Exchange-Inbox-Rules-Loop', to],
    ],
  }),
  sieve: ({ subject }) => ({
    subject: `Auto: ${subject}`,
    headers: [
      ['Auto-Submitted', 'auto-replied (vacation)'],
      ['Precedence', 'bulk'],
    ],
  }),
  gmail: ({ subject }) => ({
    subject: `Re: ${subject}`,
    headers: [
      ['Auto-Submitted', 'auto-replied'],
      ['X-Autoreply', 'yes'],
      ['Precedence', 'bulk'],
    ],
  }),
  apple: ({ subject }) => ({
    subject: `Re: ${subject}`,
    headers: [
      ['Auto-Submitted', 'auto-replied'],
      ['X-Apple-Action', 'VACATION'],
    ],
  }),
};

function appleHeaders(from: number, lastDay: number): Header[] {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 'yyyy-mm-dd'.length);
  return [['X-Apple-Criteria', `{startDate=${day(from)},endDate=${day(lastDay)}}`]];
}
