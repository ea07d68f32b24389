import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { isListening } from './free-port.ts';
import { groupNamed, idsOf } from './ids-of.ts';
import { until } from './until.ts';

/** A Dovecot with IMAP, LMTP and Sieve on the loopback interface. Its mails are in a new temporary folder. */
export type Dovecot = {
  host: string;
  /** The port of IMAP. Every user may log in with any password; a user is the part of an address before `@` and `+`. */
  port: number;
  lmtpPort: number;
  /** Sets the active Sieve script of a user. */
  setSieve: (user: string, script: string) => Promise<void>;
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
};

/** Starts a Dovecot as the current user; as root, its mails belong to the user `mail`. */
export async function startDovecot({
  bin,
  port,
  lmtpPort,
  submissionPort,
}: {
  bin: string;
  port: number;
  lmtpPort: number;
  /** Where Sieve sends its answers. */
  submissionPort: number;
}): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'ringmaster-dovecot-'));
  const isRoot = process.getuid?.() === 0;
  const owner = isRoot ? await idsOf('mail') : { uid: userInfo().uid, gid: userInfo().gid };
  const mails = join(folder, 'mails');
  await mkdir(mails);
  await chmod(folder, openFolder);
  await chown(mails, owner.uid, owner.gid);
  const file = join(folder, 'dovecot.conf');
  await writeFile(
    file,
    `${configurationOf({ folder, mails, owner, port, lmtpPort, submissionPort })}${isRoot ? '' : await ownUser()}`,
  );
  const child = spawn(bin, ['-F', '-c', file], { stdio: 'ignore' });
  await until(
    async () => {
      if (child.exitCode !== null) {
        const log = await readFile(join(folder, 'dovecot.log'), 'utf8').catch(() => '');
        throw new Error(`dovecot ended with ${child.exitCode}: ${log}`);
      }
      return (await isListening(port)) && isListening(lmtpPort);
    },
    { what: 'dovecot to listen' },
  );
  return {
    host: '127.0.0.1',
    port,
    lmtpPort,
    async setSieve(user, script) {
      const home = join(mails, user);
      await mkdir(home, { recursive: true });
      await writeFile(join(home, '.dovecot.sieve'), script);
      await chown(home, owner.uid, owner.gid);
      await chown(join(home, '.dovecot.sieve'), owner.uid, owner.gid);
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit');
        child.kill('SIGTERM');
        await exit;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const openFolder = 0o755;

/** Without root there are no other users to run as, and no chroot. */
async function ownUser(): Promise<string> {
  const { username, gid } = userInfo();
  return `
default_login_user = ${username}
default_internal_user = ${username}
default_internal_group = ${await groupNamed(gid)}
service imap-login {
  chroot =
}
service anvil {
  chroot =
}
`;
}

function configurationOf({
  folder,
  mails,
  owner: { uid, gid },
  port,
  lmtpPort,
  submissionPort,
}: {
  folder: string;
  mails: string;
  owner: { uid: number; gid: number };
  port: number;
  lmtpPort: number;
  submissionPort: number;
}): string {
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_username_format = %n
recipient_delimiter = +
first_valid_uid = 1
mail_location = maildir:~/mail
hostname = mail.acme.test
submission_host = 127.0.0.1:${submissionPort}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${mails}/%n allow_all_users=yes
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
service imap-login {
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    port = ${lmtpPort}
  }
}
protocol lmtp {
  mail_plugins = sieve
}
plugin {
  sieve = file:~/sieve;active=~/.dovecot.sieve
}
`;
}
