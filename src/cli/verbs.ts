import { archive } from './commands/archive.ts';
import { attention } from './commands/attention.ts';
import { backup } from './commands/backup.ts';
import { bots } from './commands/bots.ts';
import { bundle } from './commands/bundle.ts';
import { call } from './commands/call.ts';
import { callBack } from './commands/call-back.ts';
import { calls } from './commands/calls.ts';
import { cancel } from './commands/cancel.ts';
import { cluster } from './commands/cluster.ts';
import { consent } from './commands/consent.ts';
import { contacts } from './commands/contacts.ts';
import { cost } from './commands/cost.ts';
import { create } from './commands/create.ts';
import { demo } from './commands/demo.ts';
import { disposition } from './commands/disposition.ts';
import { doctor } from './commands/doctor.ts';
import { erase } from './commands/erase.ts';
import { events } from './commands/events.ts';
import { evidence } from './commands/evidence.ts';
import { hangup } from './commands/hangup.ts';
import { importContacts } from './commands/import.ts';
import { limits } from './commands/limits.ts';
import { list } from './commands/list.ts';
import { log } from './commands/log.ts';
import { mail } from './commands/mail.ts';
import { machine } from './commands/machine.ts';
import { publish } from './commands/publish.ts';
import { migrate } from './commands/migrate.ts';
import { pause } from './commands/pause.ts';
import { recordings } from './commands/recordings.ts';
import { rehearse } from './commands/rehearse.ts';
import { restore } from './commands/restore.ts';
import { retention } from './commands/retention.ts';
import { rates } from './commands/rates.ts';
import { results } from './commands/results.ts';
import { resume } from './commands/resume.ts';
import { rules } from './commands/rules.ts';
import { run } from './commands/run.ts';
import { serve } from './commands/serve.ts';
import { simulator } from './commands/simulator.ts';
import { start } from './commands/start.ts';
import { status } from './commands/status.ts';
import { stops } from './commands/stops.ts';
import { senders } from './commands/senders.ts';
import { suppress } from './commands/suppress.ts';
import { transfer } from './commands/transfer.ts';
import { webhooks } from './commands/webhooks.ts';
import { why } from './commands/why.ts';
import { verify } from './commands/verify.ts';
import type { Verb } from './verb.ts';

/** Every verb, in the order of the help: first the verbs that start something, then those that use a service. */
export const verbs: readonly Verb[] = [
  demo,
  cluster,
  run,
  serve,
  simulator,
  rehearse,
  doctor,
  migrate,
  publish,
  backup,
  restore,
  attention,
  stops,
  log,
  list,
  status,
  why,
  contacts,
  create,
  importContacts,
  start,
  pause,
  resume,
  cancel,
  archive,
  results,
  cost,
  rates,
  call,
  calls,
  recordings,
  disposition,
  callBack,
  hangup,
  transfer,
  suppress,
  consent,
  senders,
  limits,
  bots,
  rules,
  erase,
  retention,
  webhooks,
  events,
  mail,
  evidence,
  bundle,
  verify,
  machine,
];
