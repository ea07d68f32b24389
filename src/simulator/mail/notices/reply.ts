import type { MailReaction } from '../behaviour/reaction.ts';
import type { Content } from '../message/original.ts';
import { dateHeader, renderMessage } from '../message/mime.ts';
import { languages, dayInWords } from '../texts/languages.ts';
import { replyTexts } from '../texts/replies.ts';
import { threadOf } from './automatic.ts';
import { domainOf, type NoticeInput } from './notice.ts';

type Reply = Extract<MailReaction, { kind: 'reply' }>;

const maxQuotedLines = 30;

/** Renders the reply of a person, with the original below it as mail programs quote it. `content` is that of the original. */
export function renderReply({
  input: { id, at, acceptedAt, to, original },
  reaction: { language, says, alias, threaded, quotes },
  content,
}: {
  input: NoticeInput;
  reaction: Reply;
  content: Content;
}): Buffer {
  const from = alias ? `office@${domainOf(to)}` : to;
  const { reply, wrote } = languages[language];
  const quoted = content.text
    .split(/\r?\n/)
    .slice(0, maxQuotedLines)
    .map((line) => `> ${line}`.trimEnd());
  const intro = wrote(
    `${content.sender} <${original.from}>`.trim(),
    dayInWords({ at: acceptedAt, language }),
  );
  return renderMessage({
    headers: [
      ['Return-Path', `<${from}>`],
      ['Date', dateHeader(at)],
      ['From', from],
      ['To', original.replyTo],
      ['Subject', `${reply} ${original.subject.replace(/^re:\s*/i, '')}`],
      ['Message-ID', `<${id}@${domainOf(to)}>`],
      ...(threaded ? threadOf(original) : []),
    ],
    body: {
      type: 'text/plain',
      text: [replyTexts[language][says], ...(quotes ? ['', intro, ...quoted] : []), ''].join('\n'),
      encoding: language === 'ja' ? 'base64' : 'quoted-printable',
    },
  });
}
