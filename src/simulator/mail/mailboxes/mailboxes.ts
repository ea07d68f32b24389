/** The folders of every mailbox. */
export const folderNames = ['INBOX', 'Sent', 'Junk'] as const;
export type FolderName = (typeof folderNames)[number];

export type StoredMail = {
  uid: number;
  /** When it arrived: INTERNALDATE. */
  at: number;
  /** Such as `\Seen`. */
  flags: Set<string>;
  raw: Buffer;
};

export type Folder = {
  /** Changes when the server has forgotten its UIDs: everything a client knows by UID is void then (RFC 3501, 2.3.1.1). */
  uidValidity: number;
  uidNext: number;
  /** In the order of their UIDs. */
  mails: StoredMail[];
};

/** What has happened to a folder: a mail arrived, or its UIDs are void. */
export type FolderChange = 'arrival' | 'renewal';

/** The mailboxes of the users who send. A mailbox is created when it is first named. */
export type Mailboxes = {
  folder: (user: string, name: FolderName) => Folder;
  /** Stores a mail, and tells the watchers. `uid` is that of a mail that is stored again after a restart. */
  add: (
    user: string,
    name: FolderName,
    mail: { at: number; raw: Buffer; flags?: Iterable<string>; uid?: number },
  ) => StoredMail;
  /** Calls `onChange` after each change, until the returned function is called. */
  watch: (user: string, name: FolderName, onChange: (change: FolderChange) => void) => () => void;
  /** Assigns a new UIDVALIDITY and new UIDs, as a server does that was restored from a copy. */
  renew: (user: string, name: FolderName) => void;
  users: () => string[];
  clear: () => void;
};

export function createMailboxes(): Mailboxes {
  const mailboxes = new Map<string, Record<FolderName, Folder>>();
  const watchers = new Map<string, Set<(change: FolderChange) => void>>();
  const folder: Mailboxes['folder'] = (user, name) => {
    const known = mailboxes.get(user) ?? { INBOX: emptyFolder(), Sent: emptyFolder(), Junk: emptyFolder() };
    mailboxes.set(user, known);
    return known[name];
  };
  const tell = (user: string, name: FolderName, change: FolderChange): void => {
    for (const onChange of watchers.get(`${user} ${name}`) ?? []) onChange(change);
  };
  return {
    folder,
    add(user, name, { at, raw, flags = [], uid }) {
      const into = folder(user, name);
      const mail = { uid: uid ?? into.uidNext, at, flags: new Set(flags), raw };
      into.uidNext = mail.uid + 1;
      into.mails.push(mail);
      tell(user, name, 'arrival');
      return mail;
    },
    watch(user, name, onChange) {
      const key = `${user} ${name}`;
      const all = watchers.get(key) ?? new Set();
      watchers.set(key, all);
      all.add(onChange);
      return () => void all.delete(onChange);
    },
    renew(user, name) {
      const renewed = folder(user, name);
      renewed.uidValidity += 1;
      renewed.uidNext = 1;
      for (const mail of renewed.mails) {
        mail.uid = renewed.uidNext;
        renewed.uidNext += 1;
      }
      tell(user, name, 'renewal');
    },
    users: () => [...mailboxes.keys()],
    clear: () => mailboxes.clear(),
  };
}

const emptyFolder = (): Folder => ({ uidValidity: 1, uidNext: 1, mails: [] });

/** Returns the mailbox of an address: the address without its tags. */
export function mailboxOf(address: string): string {
  return address.toLowerCase().replace(/\+[^@]*(?=@)/, '');
}
