import type { ReadMail } from '../../channels/email/reading/index.ts';

/** One mail as `mail explain --json` prints it. */
export function mailView({ file, mail }: { file: string; mail: ReadMail }): Record<string, unknown> {
  const { kind, from, to, messageIds, recipients, absence } = mail;
  return {
    file,
    kind,
    from,
    to,
    messageIds,
    ...(['bounce', 'delay', 'complaint'].includes(kind) && { recipients }),
    ...((kind === 'reply' || mail.class !== null) && { class: mail.class }),
    ...(kind === 'reply' && { text: mail.text }),
    ...(absence !== null && {
      returnsOn: absence.returnsOn,
      ambiguous: absence.ambiguous,
      review: absence.review,
      readAs: absence.readAs,
    }),
  };
}

/** The same in lines for people. */
export function mailLines({ file, mail }: { file: string; mail: ReadMail }): string[] {
  const { kind, recipients, absence, text } = mail;
  const named = mail.class === null ? kind : `${kind}, ${mail.class}`;
  const lines = [`${file}: ${named}`];
  for (const { address, reason, hard, action, status } of recipients) {
    const code = status === '' ? '' : ` (${status})`;
    lines.push(`  ${address ?? 'no address'}: ${reason}, ${hard ? 'hard' : 'not hard'}, ${action}${code}`);
  }
  if (absence !== null) {
    const { returnsOn, ambiguous, review, readAs } = absence;
    const source = readAs === null ? '' : `, from "${readAs.words}" (${readAs.wording})`;
    const doubts = `${ambiguous ? ', ambiguous' : ''}${review === null ? '' : `, ${review}`}`;
    lines.push(`  back on ${returnsOn ?? 'an unknown day'}${source}${doubts}`);
  }
  if (kind === 'reply')
    lines.push(
      ...text
        .split('\n')
        .slice(0, 12)
        .map((line) => `  > ${line.slice(0, 200)}`),
    );
  return lines;
}
