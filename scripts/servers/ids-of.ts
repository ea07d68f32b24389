import { readFile } from 'node:fs/promises';

/** Returns the ids of a user of this machine, from /etc/passwd. */
export async function idsOf(name: string): Promise<{ uid: number; gid: number }> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`This machine has no user ${name}.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** Returns the name of a group of this machine, from /etc/group. */
export async function groupNamed(gid: number): Promise<string> {
  const lines = (await readFile('/etc/group', 'utf8')).split('\n');
  const [name] = lines.map((line) => line.split(':')).find(([, , id]) => id === String(gid)) ?? [];
  if (name === undefined) throw new Error(`This machine has no group with the id ${gid}.`);
  return name;
}
