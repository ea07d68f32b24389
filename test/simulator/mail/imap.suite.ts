import { ImapFlow } from 'imapflow';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLineClient } from './line-client.ts';
import type { LineClient } from './line-client.ts';

/** A new mailbox of an IMAP server. */
export type ImapPlace = {
  host: string;
  port: number;
  user: string;
  password: string;
  /** Puts a mail into INBOX. Resolves when it is there. */
  deliver: (raw: string) => Promise<void>;
};

export const mail = (subject: string, more = ''): string =>
  `From: "Bob Example" <bob@example.test>\r\nTo: ann@acme.test\r\nSubject: ${subject}\r\nDate: Mon, 01 Mar 2027 15:00:00 +0000\r\nMessage-ID: <${subject.replaceAll(' ', '-')}@example.test>\r\n${more}\r\nHello Ann,\r\nthis is ${subject}.\r\n`;

/** The flags in their order, without the one that only some servers have. */
const withoutRecent = (flags: Set<string> | undefined): string[] =>
  [...(flags ?? [])].filter((flag) => flag !== '\\Recent').toSorted();

/** Whether a line ends an answer to the command with this tag, or greets. */
const isLast = (line: string): boolean => /^(?:t\d+ |\* OK \[CAPABILITY|\+)/.test(line);

/** What every IMAP server does that a client of Ringmaster may read. Each test has a mailbox of its own. */
export function describeImap(name: string, start: () => Promise<ImapPlace>): void {
  const open = async (): Promise<ImapPlace & { client: ImapFlow }> => {
    const place = await start();
    const { host, port, user, password } = place;
    const client = new ImapFlow({ host, port, secure: false, auth: { user, pass: password }, logger: false });
    await client.connect();
    onTestFinished(() => client.close());
    return { ...place, client };
  };

  const openLines = async (): Promise<ImapPlace & { lines: LineClient }> => {
    const place = await start();
    return { ...place, lines: await createLineClient(place, isLast) };
  };

  describe(`${name}, read by imapflow`, () => {
    test('lists the folders with their special use, and says what is in them', async () => {
      const { client, deliver } = await open();
      await deliver(mail('one'));
      const folders = await client.list();
      expect(folders.find(({ path }) => path === 'INBOX')).toMatchObject({ specialUse: '\\Inbox' });
      expect(folders.find(({ path }) => path === 'Junk')).toMatchObject({ specialUse: '\\Junk' });
      expect(folders.find(({ path }) => path === 'Sent')).toMatchObject({ specialUse: '\\Sent' });
      expect(
        await client.status('INBOX', { messages: true, uidNext: true, uidValidity: true, unseen: true }),
      ).toMatchObject({
        messages: 1,
        uidNext: 2,
        unseen: 1,
      });
    });

    test('fetches mails by UID as they arrived, without reading them', async () => {
      const { client, deliver } = await open();
      const raws = [mail('one'), mail('two', 'X-Note: ä\r\n'), mail('three')];
      for (const raw of raws) await deliver(raw);
      const opened = await client.mailboxOpen('INBOX');
      expect(opened).toMatchObject({ exists: 3, uidNext: 4, readOnly: false });
      expect(opened.uidValidity).toBeGreaterThan(0n);
      const all = await client.fetchAll(
        '2:*',
        { uid: true, source: true, flags: true, size: true, internalDate: true, envelope: true },
        { uid: true },
      );
      expect(all.map(({ uid }) => uid)).toEqual([2, 3]);
      // A server that delivers may add trace headers before the others.
      expect(all.map(({ source }) => source?.toString().endsWith(raws[2] ?? '?'))).toEqual([false, true]);
      expect(all[0]).toMatchObject({
        size: all[0]?.source?.length,
        internalDate: expect.any(Date),
        envelope: {
          subject: 'two',
          messageId: '<two@example.test>',
          from: [{ name: 'Bob Example', address: 'bob@example.test' }],
        },
      });
      expect(await client.search({ seen: false }, { uid: true })).toEqual([1, 2, 3]);
    });

    test('fetches headers and parts of a mail', async () => {
      const { client, deliver } = await open();
      await deliver(mail('one', 'X-Note: first\r\n second\r\n'));
      await client.mailboxOpen('INBOX');
      const one = await client.fetchOne('1', {
        headers: ['X-Note', 'Message-ID'],
        source: { start: 0, maxLength: 5 },
      });
      expect(one ? one.headers?.toString() : '').toBe(
        'Message-ID: <one@example.test>\r\nX-Note: first\r\n second\r\n\r\n',
      );
      expect(one ? one.source : null).toHaveLength(5);
    });

    test('searches by flag, UID, header, text, date and size', async () => {
      const { client, deliver } = await open();
      await deliver(mail('one'));
      await deliver(mail('two', 'In-Reply-To: <a1.token@acme.test>\r\n'));
      await client.mailboxOpen('INBOX');
      await client.messageFlagsAdd('1', ['\\Seen', '$Done'], { uid: true });
      const search = (query: Parameters<ImapFlow['search']>[0]) => client.search(query, { uid: true });
      expect(await search({ seen: false })).toEqual([2]);
      expect(await search({ keyword: '$Done' })).toEqual([1]);
      expect(await search({ uid: '2:*' })).toEqual([2]);
      expect(await search({ header: { 'In-Reply-To': 'a1.token' } })).toEqual([2]);
      expect(await search({ body: 'this is one' })).toEqual([1]);
      expect(await search({ or: [{ subject: 'one' }, { subject: 'two' }] })).toEqual([1, 2]);
      expect(await search({ not: { from: 'bob' } })).toEqual([]);
      expect(await search({ since: '2020-01-01', larger: 10 })).toEqual([1, 2]);
      expect(await search({ before: '2020-01-01' })).toEqual([]);
    });

    test('changes flags, but not in a folder that is examined', async () => {
      const { client, deliver } = await open();
      await deliver(mail('one'));
      await client.mailboxOpen('INBOX');
      const flags = async (): Promise<unknown> => {
        const one = await client.fetchOne('1', { flags: true }, { uid: true });
        return one ? withoutRecent(one.flags) : null;
      };
      await client.messageFlagsAdd('1', ['\\Seen', '\\Flagged'], { uid: true });
      expect(await flags()).toEqual(['\\Flagged', '\\Seen']);
      await client.messageFlagsRemove('1', ['\\Flagged'], { uid: true });
      expect(await flags()).toEqual(['\\Seen']);
      await client.mailboxOpen('INBOX', { readOnly: true });
      await client.messageFlagsAdd('1', ['\\Flagged'], { uid: true });
      expect(await flags()).toEqual(['\\Seen']);
    });

    test('announces a mail that arrives during IDLE', async () => {
      const { client, deliver } = await open();
      await client.mailboxOpen('INBOX');
      const announced = new Promise<number>((resolve) => {
        client.on('exists', ({ count }) => resolve(count));
      });
      const idling = client.idle();
      await deliver(mail('one'));
      expect(await announced).toBe(1);
      expect(await client.search({ all: true }, { uid: true })).toEqual([1]);
      await idling;
    });

    test('keeps a mail that a client appends, with its flags and date', async () => {
      const { client } = await open();
      await client.append('Sent', mail('mine'), ['\\Seen'], new Date('2025-02-01T10:00:00Z'));
      await client.mailboxOpen('Sent');
      const one = await client.fetchOne('*', { flags: true, internalDate: true, source: true });
      expect(withoutRecent(one ? one.flags : undefined)).toEqual(['\\Seen']);
      expect(one).toMatchObject({
        internalDate: new Date('2025-02-01T10:00:00Z'),
        source: Buffer.from(mail('mine')),
      });
    });
  });

  describe(`${name}, line by line`, () => {
    test('lets a user log in with quoted strings, literals, or PLAIN', async () => {
      const quoted = await openLines();
      expect(await quoted.lines.send(`t1 LOGIN "${quoted.user}" "${quoted.password}"`)).toMatch(/^t1 OK/);
      const literal = await openLines();
      expect(await literal.lines.send(`t1 LOGIN {${literal.user.length}}`)).toMatch(/^\+/);
      expect(
        await literal.lines.send(`${literal.user} {${literal.password.length}+}\r\n${literal.password}`),
      ).toMatch(/^t1 OK/);
      const plain = await openLines();
      const response = Buffer.from(`\0${plain.user}\0${plain.password}`).toString('base64');
      expect(await plain.lines.send('t1 AUTHENTICATE PLAIN')).toMatch(/^\+/);
      expect(await plain.lines.send(response)).toMatch(/^t1 OK/);
    });

    test('refuses commands that are not valid, or not allowed in the state', async () => {
      const { lines, user, password } = await openLines();
      expect(await lines.send('t1 SELECT INBOX')).toMatch(/^t1 BAD/);
      expect(await lines.send('t2 LOGIN only-a-name')).toMatch(/^t2 BAD/);
      expect(await lines.send(`t3 LOGIN "${user}" "${password}"`)).toMatch(/^t3 OK/);
      const wrong = ['UID FETCH 1 FLAGS', 'SELECT', 'LIST "" (', 'NOSUCHCOMMAND', 'SELECT "INBOX'];
      for (const command of wrong) expect(await lines.send(`t4 ${command}`)).toMatch(/^t4 BAD/);
      expect(await lines.send('t5 SELECT Nowhere')).toMatch(/^t5 NO/);
    });

    test('names messages that do not exist as errors by number, and as nothing by UID', async () => {
      const { lines, user, password, deliver } = await openLines();
      await deliver(mail('one'));
      await lines.send(`t1 LOGIN "${user}" "${password}"`);
      await lines.send('t2 SELECT INBOX');
      expect(await lines.sendUntil('t3 NOOP', /^t3 /)).toMatch(/^t3 OK/);
      expect(await lines.sendUntil('t4 UID FETCH 99 (FLAGS)', /^t4 /)).toMatch(/^t4 OK/);
      expect(await lines.sendUntil('t5 FETCH 99 (FLAGS)', /^t5 /)).toMatch(/^t5 BAD/);
      expect(await lines.sendUntil('t6 FETCH 1 (NOTHING)', /^t6 /)).toMatch(/^t6 BAD/);
      expect(await lines.sendUntil('t7 FETCH 1:x (FLAGS)', /^t7 /)).toMatch(/^t7 BAD/);
      expect(await lines.sendUntil('t8 LOGOUT', /^t8 /)).toMatch(/^t8 OK/);
    });
  });
}
