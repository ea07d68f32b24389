import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { isListening } from './free-port.ts';
import { idsOf } from './ids-of.ts';
import { until } from './until.ts';

/** A Postfix on the loopback interface. Its queue is in a new temporary folder. */
export type Postfix = {
  host: string;
  port: number;
  /** Stops it and removes its data. */
  stop: () => Promise<void>;
};

const run = promisify(execFile);

/**
 * Starts a Postfix, which only root may do. It delivers mails for `domain` by LMTP: those to `bounce@` go to `bouncesTo`. Other
 * domains are relayed to a port of this machine. A message is tried every second, a delay is announced after a second, and a
 * message is given up after ten.
 */
export async function startPostfix({
  bin,
  port,
  domain,
  users,
  bouncesTo,
  lmtpPort,
  relays,
}: {
  bin: string;
  port: number;
  domain: string;
  /** The local parts of its addresses. */
  users: readonly string[];
  bouncesTo: string;
  lmtpPort: number;
  /** The port of each other domain. */
  relays: Readonly<Record<string, number>>;
}): Promise<Postfix> {
  const folder = await mkdtemp(join(tmpdir(), 'ringmaster-postfix-'));
  await chmod(folder, 0o755);
  const [config, queue, data] = ['config', 'queue', 'data'].map((name) => join(folder, name));
  if (!config || !queue || !data) throw new Error('three folders have three names');
  for (const path of [config, queue, data]) await mkdir(path);
  const { uid, gid } = await idsOf('postfix');
  await chown(data, uid, gid);
  const inline = (entries: readonly string[]): string => `inline:{${entries.join(', ')}}`;
  const settings = {
    compatibility_level: '3.6',
    queue_directory: queue,
    data_directory: data,
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    myhostname: `mail.${domain}`,
    mydestination: '',
    // Their defaults need the users of the machine.
    local_recipient_maps: '',
    alias_maps: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    disable_dns_lookups: 'yes',
    smtp_host_lookup: 'native',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    maillog_file: join(folder, 'mail.log'),
    maillog_file_prefixes: folder,
    notify_classes: '',
    recipient_delimiter: '+',
    virtual_mailbox_domains: domain,
    virtual_mailbox_maps: inline(users.map((user) => `${user}@${domain}=${user}`)),
    virtual_alias_maps: inline([`bounce@${domain}=${bouncesTo}@${domain}`]),
    virtual_transport: `lmtp:inet:127.0.0.1:${lmtpPort}`,
    transport_maps: inline(
      Object.entries(relays).map(([name, relay]) => `{${name}=smtp:[127.0.0.1]:${relay}}`),
    ),
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '1s',
    delay_warning_time: '1s',
    maximal_queue_lifetime: '10s',
    bounce_queue_lifetime: '10s',
  };
  await writeFile(
    join(config, 'main.cf'),
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}\n`)
      .join(''),
  );
  await writeFile(join(config, 'master.cf'), services(port));
  await run(bin, ['-c', config, 'start']).catch(async (error: unknown) => {
    const log = await readFile(settings.maillog_file, 'utf8').catch(() => '');
    throw new Error(`postfix does not start: ${log}`, { cause: error });
  });
  await until(() => isListening(port), { what: 'postfix to listen' });
  return {
    host: '127.0.0.1',
    port,
    async stop() {
      await run(bin, ['-c', config, 'stop']);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The services of a Postfix that receives, queues, delivers and bounces; none in a chroot. */
function services(port: number): string {
  return `
127.0.0.1:${port} inet n - n - - smtpd
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 1 1 qmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
smtp      unix  - - n - - smtp
lmtp      unix  - - n - - lmtp
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
proxymap  unix  - - n - - proxymap
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
`;
}
