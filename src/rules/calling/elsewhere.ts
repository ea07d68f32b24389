import type { CallingRule } from '../../domain/time/calling-rule.ts';
import { everyDay, onMonToSat, onWorkdays, rule } from './rule.ts';

/** Countries other than the United States. */
export const elsewhere: readonly CallingRule[] = [
  rule({
    region: 'AU',
    place: 'Australia',
    hours: { ...onWorkdays('09:00-20:00'), sat: ['09:00-17:00'] },
    holidays: true,
    source: 'Telecommunications (Telemarketing and Research Calls) Industry Standard 2017, s. 8',
    url: 'https://www.legislation.gov.au/F2017L00323/latest/text',
  }),
  rule({
    region: 'CA',
    place: 'Canada',
    hours: { ...onWorkdays('09:00-21:30'), sat: ['10:00-18:00'], sun: ['10:00-18:00'] },
    source: 'CRTC Unsolicited Telecommunications Rules, Part III, s. 23',
    url: 'https://crtc.gc.ca/eng/trules-reglest.htm',
  }),
  rule({
    region: 'ES',
    place: 'Spain',
    hours: onWorkdays('09:00-21:00'),
    holidays: true,
    source: 'Real Decreto Legislativo 1/2007, art. 96.2',
    url: 'https://www.boe.es/buscar/act.php?id=BOE-A-2007-20555',
  }),
  rule({
    region: 'FR',
    place: 'France',
    hours: onWorkdays('10:00-13:00', '14:00-20:00'),
    holidays: true,
    caps: { per30Days: 4 },
    source: 'Décret n° 2022-1313; Code de la consommation, art. D223-9',
    url: 'https://www.legifrance.gouv.fr/jorf/id/JORFTEXT000046414010',
  }),
  rule({
    region: 'IN',
    place: 'India',
    hours: everyDay('10:00-21:00'),
    source: 'Telecom Commercial Communications Customer Preference Regulations, 2018',
    reading: 'strict',
  }),
  rule({
    region: 'IT',
    place: 'Italy',
    hours: { ...onWorkdays('09:00-20:00'), sat: ['10:00-19:00'] },
    holidays: true,
    source: 'Codice di condotta per le attività di telemarketing e teleselling (Garante, 9 March 2023)',
    reading: 'strict',
  }),
  rule({
    region: 'ZA',
    place: 'South Africa',
    hours: { ...onMonToSat('08:00-20:00'), sat: ['09:00-13:00'] },
    holidays: true,
    source: 'Consumer Protection Act 68 of 2008, s. 12, with the notice on times of contact',
    reading: 'strict',
  }),
];
