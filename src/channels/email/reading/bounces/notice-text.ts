import { addressesIn } from '../mime/addresses.ts';

/** Where the returned message starts in the text of a notice. */
const returned =
  /^[ \t]{0,20}(?:>?[ \t]?[|-]-{1,100}.{0,20}(?:this is a copy of|below this line|original message|unsent message|returned message|header of the|message header|start of|undelivered message|forwarded message|the header|begin).{0,80}|(?:>\s?)?return-path:|(?:>\s?)?received: (?:from|by|\().{0,200}|original message (?:follows|headers).{0,20}|-{3,} ?(?:original|message|transcript of message).{0,60}|the following is a copy of.{0,60}|message headers follow.{0,40}|message-id: .{0,200}|mime-version: .{0,30}|content of the original message.{0,20})$/im;

/** Returns the notice without the message that it returns. */
export function noticeOf(text: string): string {
  const head = text.slice(0, 20_000);
  const at = returned.exec(head);
  return at === null || at.index < 20 ? head : head.slice(0, at.index);
}

export type NoticedRecipient = { address: string; said: string };

/**
 * Returns the recipients that a notice names, each with the words about it: from its address to the next one. A line that
 * starts with an address, in brackets or not, starts a recipient; this is how qmail, Exim, Postfix, sendmail, Exchange and
 * most others write.
 */
export function noticedRecipients(notice: string): NoticedRecipient[] {
  const starts: { address: string; line: number }[] = [];
  const lines = notice.split('\n');
  for (const [line, text] of lines.entries()) {
    if (isReturnedHeader(lines, line)) continue;
    const address = startingAddress(text);
    if (address !== undefined) starts.push({ address, line });
  }
  const byAddress = new Map<string, string>();
  for (const [index, { address, line }] of starts.entries()) {
    const said = lines
      .slice(line, starts[index + 1]?.line ?? lines.length)
      .join('\n')
      .trim();
    byAddress.set(address, `${byAddress.get(address) ?? ''}\n${said}`.trim());
  }
  return [...byAddress].map(([address, said]) => ({ address, said }));
}

/** The To of the returned message: its subject or date stands beside it. */
function isReturnedHeader(lines: readonly string[], at: number): boolean {
  if (!/^\s*to:/i.test(lines[at] ?? '')) return false;
  return [lines[at - 1], lines[at + 1], lines[at + 2]].some((line) =>
    /^\s*(?:subject|sent|date|from):/i.test(line ?? ''),
  );
}

const leading =
  /^\s*(?:(?:to|recipient|recipients|user|address|e-?mail|failed recipient|original recipient|rcpt to|sent to|an|destinataire)\s?(?:\([^)]{0,40}\))?\s?:\s*|[*•-]\s+|\d{1,2}[.)]\s+)?["'(]?<?(?:mailto:|smtp:)?/i;

function startingAddress(line: string): string | undefined {
  const rest = line.slice(0, 600).replace(leading, '');
  const address = addressesIn(rest)[0];
  if (address === undefined) return undefined;
  const at = rest.toLowerCase().indexOf(address);
  return at >= 0 && at <= 1 ? address : undefined;
}
