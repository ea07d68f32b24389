import { drawPair, faultRules, playFaults } from './scenario/carrier-faults.ts';

/** Plays each fault of the carrier alone, then `pairs` pairs from the seed `from` on; false if a promise was broken. */
export async function playCarrierFaults({
  pairs,
  from,
  say,
}: {
  pairs: number;
  from: number;
  say: (line: string) => void;
}): Promise<boolean> {
  const alone = faultRules.map((rule, index) => ({ seed: from + index, faults: [rule] }));
  const drawn = Array.from({ length: pairs }, (_, index) => ({
    seed: from + index,
    faults: drawPair(from + index),
  }));
  let failed = 0;
  for (const { seed, faults } of [...alone, ...drawn]) {
    const { broken } = await playFaults({ seed, faults });
    if (broken === null) continue;
    failed += 1;
    say(`seed ${seed} with ${faults.map(({ fault }) => fault).join(' and ')} broke: ${broken}`);
  }
  say(`${alone.length} faults alone and ${pairs} pairs: ${failed} broke a promise`);
  return failed === 0;
}
