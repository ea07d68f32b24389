import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Returns an id of the current boot of this machine. Linux creates a random one at each boot (random(4),
 * /proc/sys/kernel/random/boot_id); macOS reports the time of the boot (sysctl kern.boottime). Null on other systems,
 * and if it cannot be read.
 */
export function readBootId(platform: string = process.platform): string | null {
  try {
    if (platform === 'linux') return oneWord(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
    if (platform === 'darwin')
      return oneWord(execFileSync('/usr/sbin/sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }));
  } catch {
    // A container without /proc, or a sandbox: the log proves nothing there.
  }
  return null;
}

function oneWord(text: string): string | null {
  const word = text.trim().replace(/[^0-9a-zA-Z-]+/g, '_');
  return word === '' ? null : word;
}
