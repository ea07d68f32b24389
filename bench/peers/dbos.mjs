import dbosPackage from '@dbos-inc/dbos-sdk';

const { DBOS } = dbosPackage;
const atOnce = 50;

/** DBOS: a workflow of one step, fifty at once, its result kept. */
export async function dbos({ url, jobs }) {
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: url, logLevel: 'error', runAdminServer: false });
  const workflow = DBOS.registerWorkflow(async (id) => DBOS.runStep(async () => id, { name: 'step' }), {
    name: 'bench',
  });
  await DBOS.launch();
  let next = 0;
  const loop = async () => {
    while (next < jobs) {
      next += 1;
      await workflow(next);
    }
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: atOnce }, loop));
  const ms = performance.now() - start;
  await DBOS.shutdown();
  return { perSecond: (jobs / ms) * 1000, setting: 'one step, 50 at once, results kept' };
}
