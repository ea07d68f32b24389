import type { Member } from '../../../scripts/servers/replica-set.ts';
import type { Draw } from '../../simulation/draw.ts';
import type { ChaosInstance } from '../installation/instance.ts';
import type { ChaosInstallation } from '../installation/installation.ts';
import type { Fault, MemberRole } from '../plan/fault.ts';

/** Ends a fault. Resolves when what failed runs again. */
export type End = () => Promise<void>;

/** Lets faults begin. `begin` resolves with how they end; with null if they cannot happen now. */
export type Faults = { begin: (fault: Fault) => Promise<End | null> };

type Process = {
  kill: () => Promise<void>;
  start: () => Promise<void>;
  signal: (name: NodeJS.Signals) => void;
};

export function createFaults({
  installation: { instances, members, nats, network },
  draw,
}: {
  installation: Pick<ChaosInstallation, 'instances' | 'members' | 'nats' | 'network'>;
  draw: Draw;
}): Faults {
  const failing = new Set<Member>();

  const failProcess = async (kind: 'kill' | 'freeze', process: Process): Promise<End> => {
    if (kind === 'kill') {
      await process.kill();
      return process.start;
    }
    process.signal('SIGSTOP');
    return () => Promise.resolve(process.signal('SIGCONT'));
  };
  const findMember = async (role: MemberRole): Promise<Member | null> => {
    const healthy = members.filter((member) => !failing.has(member));
    const primary = await Promise.all(healthy.map(({ isPrimary }) => isPrimary()));
    const wanted = healthy.filter((_, index) => primary[index] === (role === 'primary'));
    return wanted.length === 0 ? null : draw.pick(wanted);
  };

  return {
    async begin(fault) {
      switch (fault.of) {
        case 'link': {
          const links = network.links(fault.link);
          for (const { suffer } of links) suffer(fault.suffers);
          return () => Promise.resolve(links.forEach(({ heal }) => heal()));
        }
        case 'nats':
          return failProcess(fault.kind, nats);
        case 'member': {
          const member = await findMember(fault.role);
          if (!member) return null;
          failing.add(member);
          const end = await failProcess(fault.kind, member);
          return async () => {
            await end();
            failing.delete(member);
          };
        }
        case 'instance': {
          const instance = instances.find(({ number }) => number === fault.instance);
          return instance?.isUp() ? failInstance(fault, instance) : null;
        }
      }
    },
  };
}

async function failInstance(fault: Fault & { of: 'instance' }, instance: ChaosInstance): Promise<End> {
  if (fault.kind === 'freeze') {
    instance.freeze();
    return () => Promise.resolve(instance.thaw());
  }
  if (fault.kind === 'clock') instance.setOffset(fault.offsetMs);
  await (fault.kind === 'kill' ? instance.kill() : instance.stop());
  return instance.start;
}
