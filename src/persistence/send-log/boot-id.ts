import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names this boot of this machine: Linux makes a random id at each (random(4), /proc/sys/kernel/random/boot_id), macOS
 * tells when it was (sysctl kern.boottime). Null elsewhere, and where it cannot be read.
 */
export function readBootId(platform: string = process.platform): string | null {
  try {
    if (platform === 'linux') return oneWord(readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
    if (platform === 'darwin')
      return oneWord(execFileSync('/usr/sbin/sysctl', ['-n', 'kern.boottime'], { encoding: 'utf8' }));
  } catch {
    // A container without /proc, or a sandbox: nothing is proved there.
  }
  return null;
}

function oneWord(text: string): string | null {
  const word = text.trim().replace(/[^0-9a-zA-Z-]+/g, '_');
  return word === '' ? null : word;
}
