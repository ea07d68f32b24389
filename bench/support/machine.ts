import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';

function firstMatch(path: string, pattern: RegExp): string {
  try {
    return pattern.exec(readFileSync(path, 'utf8'))?.[1] ?? 'unknown';
  } catch {
    return 'unknown';
  }
}

/** Describes the machine, so that a reader can compare figures with their own. */
export function describeMachine(folder: string): string {
  const [first] = cpus();
  const system = firstMatch('/etc/os-release', /^PRETTY_NAME="(.*)"$/m);
  return [
    `- CPU: ${cpus().length} × ${first?.model.trim() ?? 'unknown'}, ${(totalmem() / 2 ** 30).toFixed(0)} GB of memory`,
    `- ${system}, kernel ${release()}, Node ${process.version}`,
    `- stores under ${folder}`,
    `- load average at the start: ${loadavg()[0]?.toFixed(2) ?? '?'}; at ${new Date().toISOString()}`,
  ].join('\n');
}
