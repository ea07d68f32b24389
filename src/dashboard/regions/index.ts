import { attentionRegion } from './attention.ts';
import { callRegion } from './calls/call-region.ts';
import { openCallsRegion } from './calls/open-calls.ts';
import { campaignCommandsRegion } from './campaign-commands.ts';
import { campaignFiguresRegion } from './campaign-figures.ts';
import { campaignHoursRegion } from './campaign-hours.ts';
import { campaignMapRegion } from './campaign-map.ts';
import { campaignProgressRegion } from './campaign-progress.ts';
import { campaignStripRegion } from './campaign-strip.ts';
import { campaignStripsRegion } from './campaign-strips.ts';
import { campaignTablesRegion } from './campaign-tables.ts';
import { contactMarksRegion } from './contact/contact-marks.ts';
import { contactRegion } from './contact/contact-region.ts';
import { callsAtOnceRegion } from './operations/calls-at-once.ts';
import { emergencyStopsRegion } from './operations/emergency-stops.ts';
import { instancesRegion } from './operations/instances.ts';
import { limitsRegion } from './operations/limits.ts';
import { proofRegion } from './operations/proof.ts';
import { actorRegion } from './machines/actor-region.ts';
import { machineStatesRegion } from './machines/machine-states.ts';
import type { Region } from './region.ts';

/** Every region that a page may show. */
export const allRegions: readonly Region[] = [
  actorRegion,
  attentionRegion,
  callRegion,
  callsAtOnceRegion,
  campaignCommandsRegion,
  campaignFiguresRegion,
  campaignHoursRegion,
  campaignMapRegion,
  campaignProgressRegion,
  campaignStripRegion,
  campaignStripsRegion,
  campaignTablesRegion,
  contactMarksRegion,
  contactRegion,
  emergencyStopsRegion,
  instancesRegion,
  limitsRegion,
  machineStatesRegion,
  openCallsRegion,
  proofRegion,
];
