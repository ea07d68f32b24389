import { createEmailChannel } from '../../../src/channels/email/index.ts';
import { createSmtpSender } from '../../../src/channels/email/smtp/sender.ts';
import { createSystemClock } from '../../../src/platform/system-clock.ts';
import { serveMailSimulator } from '../../../src/simulator/mail/index.ts';
import { describeChannel } from '../../contracts/channel.suite.ts';
import { attemptOf, newTouch } from '../support/touches.ts';
import { emailStep, key } from './setup.ts';

const clock = createSystemClock();
const sender = 'ann@acme.test';

describeChannel({
  name: 'email',
  async open() {
    const server = await serveMailSimulator({ clock, options: { keep: 'all' } });
    const account = { host: '127.0.0.1', port: server.smtp.port, security: 'none' } as const;
    const channel = createEmailChannel({
      ports: {
        findMailbox: () => Promise.resolve({ name: 'Ann', servers: [account], bounceDomain: null, key }),
        readEarlier: () => Promise.resolve([]),
      },
      smtp: createSmtpSender({ clock }),
      report: () => undefined,
      publicUrl: 'https://calls.example.com',
      business: clock,
      render: (text) => text,
      isSimulated: true,
    });
    const isOf = (attempt: string): number =>
      server.simulator.journal
        .entries()
        .filter((entry) => entry.type === 'accepted' && entry.attempt === attempt).length;
    return {
      channel,
      newTouch: () => newTouch({ step: emailStep(), sender, address: 'silent@example.test' }),
      attemptOf: (touch) => attemptOf(touch),
      contacts: ({ attempt }) => isOf(attempt),
      during: (promise) => promise,
      provider: null,
      async close() {
        await channel.close();
        await server.close();
      },
    };
  },
});
