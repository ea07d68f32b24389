import { fillCampaign } from '../support/fill.ts';
import { filledPath, keepFilled } from '../support/files.ts';
import { startGauges } from '../support/gauges.ts';
import { openHost } from '../support/host.ts';
import { benchDefinition } from '../support/people.ts';
import { count, ms } from '../support/row.ts';
import type { Measure } from '../support/row.ts';

/** A CSV list through the reader, the checks and the engine into the store; the file stays for other scenarios. */
export const measure: Measure = async ({ folder, rows }) => {
  const host = await openHost({ path: filledPath({ folder, rows }) });
  await host.runtime.start();
  const stop = startGauges();
  const campaign = await fillCampaign({ engine: host.engine, definition: benchDefinition(), rows });
  const gauges = stop();
  await host.close();
  keepFilled({ folder, rows, campaign });
  return [
    {
      what: `import of ${count(rows)} rows`,
      figure: `${(gauges.ms / 1000).toFixed(1)} s, ${count((rows / gauges.ms) * 1000)} rows/s`,
      target: '1,000,000 in 60 s',
      remarks: `CSV, numbers, zones, duplicates; a commit per ${count(rows / host.commits.turns)} rows; loop late p50 ${ms(gauges.loopP50)}, p99 ${ms(gauges.loopP99)} (target 20 ms); peak RSS ${count(gauges.peakRssMb)} MB`,
    },
  ];
};
