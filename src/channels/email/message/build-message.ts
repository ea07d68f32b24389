import MailComposer from 'nodemailer/lib/mail-composer';
import type { Touch } from '../../contract.ts';
import type { EmailStep } from '../step.ts';
import { bounceAddressOf, messageIdOf } from './ids.ts';
import { renderMessage } from './render-message.ts';
import type { RenderText } from './render-message.ts';

/** A message as it is sent, and whom the mail server is told. */
export type BuiltMessage = {
  raw: Buffer;
  envelope: { from: string; to: string };
  messageId: string;
};

/** The mailbox that a message is sent from. `key`: see `EmailSettings`. */
export type Origin = { address: string; name: string | null; bounceDomain: string | null; key: string };

/** An earlier message to the contact from the same mailbox. */
export type EarlierMessage = { attempt: string };

/**
 * Builds the message of a touch (RFC 5322). The same touch gets the same Message-ID each time. Texts of contacts cannot add
 * headers: values of headers are single lines, and the composer encodes them.
 */
export async function buildMessage({
  touch,
  step,
  origin,
  earlier,
  unsubscribeUrl,
  now,
  render,
}: {
  touch: Pick<Touch, 'attempt' | 'address' | 'variables'>;
  step: EmailStep;
  origin: Origin;
  /** In the order in which they were sent. */
  earlier: readonly EarlierMessage[];
  unsubscribeUrl: string;
  /** Business time. */
  now: number;
  render: RenderText;
}): Promise<BuiltMessage> {
  const { attempt, address, variables } = touch;
  const { key, address: mailbox, name, bounceDomain } = origin;
  const messageId = messageIdOf({ key, attempt, mailbox });
  const { subject, text, html } = renderMessage({ step, variables, unsubscribeUrl, render });
  const references = earlier.map((one) => messageIdOf({ key, attempt: one.attempt, mailbox }));
  const composer = new MailComposer({
    from: { name: name ?? '', address: mailbox },
    to: { name: '', address },
    ...(step.replyTo !== undefined && { replyTo: { name: '', address: step.replyTo } }),
    subject,
    text,
    ...(html !== null && { html }),
    messageId,
    date: new Date(now),
    ...(references.length > 0 && { inReplyTo: references.at(-1), references }),
    headers: [
      { key: 'List-Unsubscribe', value: { prepared: true, foldLines: false, value: `<${unsubscribeUrl}>` } },
      { key: 'List-Unsubscribe-Post', value: 'List-Unsubscribe=One-Click' },
    ],
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'windows',
  });
  const raw = await composer.compile().build();
  const from = bounceDomain === null ? mailbox : bounceAddressOf({ key, attempt, domain: bounceDomain });
  return { raw, envelope: { from, to: address }, messageId };
}
