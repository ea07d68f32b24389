import type { Mutant } from './mutant.ts';

/** Mistakes with email: a message that is sent twice, or without a permit. */
export const email: readonly Mutant[] = [
  {
    name: 'send a message to another server after a lost answer',
    test: 'test/channels/email/smtp.test.ts',
    file: 'src/channels/email/smtp/sender.ts',
    find: "if (delivery.begun) return { decided: { kind: 'ambiguous', detail: delivery.detail } };",
    replace: '',
  },
  {
    name: 'take a lost answer for proof that a message was not sent',
    test: 'test/channels/email/smtp.test.ts',
    file: 'src/channels/email/smtp/connection.ts',
    find: "const lost = (): void => resolve({ kind: 'lost', begun: isBegun,",
    replace: "const lost = (): void => resolve({ kind: 'lost', begun: false,",
  },
  {
    name: 'use the permit of a message before the envelope only',
    test: 'test/channels/email/smtp.test.ts',
    file: 'src/channels/email/smtp/connection.ts',
    find: 'let isBegun = false;',
    replace: 'let isBegun = false; permit.use();',
  },
  {
    name: 'send a message with a void permit',
    test: 'test/channels/email/smtp.test.ts',
    file: 'src/channels/email/smtp/connection.ts',
    find: 'if (!permit.use()) {',
    replace: 'permit.use(); if (isBegun) {',
  },
  {
    name: 'give each try of a message another Message-ID',
    test: 'test/channels/email/message.test.ts',
    file: 'src/channels/email/message/ids.ts',
    find: 'return `<${attempt}.${tokenOf({ key,',
    replace: 'return `<${attempt}${Math.random()}.${tokenOf({ key,',
  },
  {
    name: 'put fields of a contact into HTML as they are',
    test: 'test/channels/email/message.test.ts',
    file: 'src/channels/email/message/render-message.ts',
    find: 'withLink(render(html, escaped),',
    replace: 'withLink(render(html, variables),',
  },
];
