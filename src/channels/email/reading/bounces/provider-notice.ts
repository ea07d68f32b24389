import { explainRefusal } from './explain-refusal.ts';
import type { BounceRecipient } from './reasons.ts';
import { replyCodeIn, statusIn } from './status-code.ts';

const saidCharacters = 500;

/**
 * Returns the recipients of a bounce of Amazon SES that SNS has sent as a mail with JSON, or undefined.
 * https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html
 */
export function readProviderNotice(text: string): BounceRecipient[] | undefined {
  if (!/^\s*\{"notificationType":\s*"Bounce"/.test(text)) return undefined;
  const listed = /"bouncedRecipients":\s*\[([^\]]{0,100000})\]/.exec(text)?.[1] ?? '';
  return [...listed.matchAll(/\{[^{}]{0,5000}\}/g)].map(([entry]) => {
    const field = (name: string): string =>
      new RegExp(`"${name}":\\s*"([^"]{0,3000})"`).exec(entry)?.[1] ?? '';
    const said = field('diagnosticCode').replace(/^\s*[\w-]{1,30}\s*;\s*/, '');
    const status = statusIn(field('status'));
    return {
      ...explainRefusal(replyCodeIn(` ${said} `), status, said),
      address: field('emailAddress').toLowerCase() || null,
      status,
      said: said.slice(0, saidCharacters),
    };
  });
}
