/** Invented people and companies, by country. Any likeness to real ones is an accident of common names. */
export const people = {
  US: {
    first:
      'Avery Bianca Caleb Dolores Ezra Fiona Gideon Harper Imani Jonah Keiko Liam Marisol Noor Owen Priya Quincy Rosa Silas Tamika',
    last: "Abbott Brennan Castillo Donovan Ellison Fairchild Guerrero Hollis Ibarra Jennings Kowalski Lindgren Moreau Nakamura O'Dell Pruitt Quintero Rasmussen Sandoval Whitaker",
  },
  CA: {
    first: 'Adèle Benoît Chantal Declan Élise François Gabrielle Hugo Isla Jérôme',
    last: 'Bélanger Côté Desrosiers Fraser Gagné Lévesque MacNeil Pelletier Singh Thériault',
  },
  GB: {
    first: 'Alfie Beatrix Callum Dilys Ewan Freya Gareth Hermione Iain Jemima Kieran Lottie',
    last: 'Ashworth Blackwood Cadwallader Dunmore Entwistle Featherstone Garside Holloway Ironside Jessop Kershaw Llewellyn',
  },
  FR: {
    first: 'Aurélie Bastien Célestine Damien Éloïse Florent Gaëlle Héloïse Loïc Maëlys Noémie Raphaël',
    last: 'Beaufort Chéreau Delaunay Évrard Fontanel Garnier Hébrard Jourdain Lefèvre Marchand Noël Rivière',
  },
  DE: {
    first: 'Anneliese Björn Dörte Ekkehard Friederike Günther Heike Jürgen Käthe Lukas Mareike Sören',
    last: 'Ackermann Böttcher Dreßler Eßer Fährmann Größler Hübner Jäger Köhler Lüdtke Müßig Strauß',
  },
  AU: {
    first: 'Archie Bronte Cooper Darcy Edie Flynn Georgie Hamish Indi Jarrah Kirra Lachlan',
    last: 'Barrowman Carmody Duxbury Ellerslie Fitzroy Goodacre Hargrave Inglis Kingsford Larkin Mulcahy Narramore',
  },
  SE: {
    first: 'Åsa Börje Ebba Göran Hjördis Ingvar Karin Märta Örjan Sigrid',
    last: 'Åkesson Björklund Ekström Forsgren Hägglund Källström Lönnqvist Nordström Sjöberg Öhman',
  },
} as const;
export type LeadCountry = keyof typeof people;

export const companyWords =
  'Alder Bayside Cedar Drift Ember Fathom Granite Harbor Inlet Juniper Kestrel Lantern Meadow Nimbus';
/** Many have a comma or quotes, as real lists do. */
export const companyForms = [
  '& Sons, Inc.',
  'Logistics',
  '"Direct" Supply',
  'Partners, LLC',
  'Studio',
  'Foods, Ltd.',
  'Labs',
  'GmbH & Co. KG',
];

/**
 * How each country's people are called, and by what name the list knows the country. Only ranges that are set aside
 * for fiction: North America 555-0100 to 0199 (NANPA), Great Britain 020 7946 0xxx and 0113 496 0xxx (Ofcom), France
 * 01 99 00, 02 61 91, 05 36 49 (Arcep), Germany 030 23125 (BNetzA), Australia 02 5550 and 03 7010 (ACMA), Sweden
 * 08 465 004 (PTS). `#` stands for the digits that vary; the last two decide how the simulator answers.
 */
export const places: readonly {
  country: LeadCountry;
  names: readonly string[];
  state: string;
  numbers: readonly string[];
}[] = [
  {
    country: 'US',
    names: ['US', 'USA', 'United States'],
    state: 'NY',
    numbers: ['(212) 555-01##', '212-555-01##'],
  },
  { country: 'US', names: ['US', 'USA', ''], state: 'DC', numbers: ['202-555-01##', '+1 202 555 01##'] },
  { country: 'US', names: ['US', ''], state: 'IL', numbers: ['(312) 555-01##', '312.555.01##'] },
  { country: 'US', names: ['US', 'United States'], state: 'TX', numbers: ['214 555 01##', '1-214-555-01##'] },
  { country: 'US', names: ['US', ''], state: 'CO', numbers: ['303-555-01##', '(303)555-01##'] },
  { country: 'US', names: ['US', 'usa'], state: 'CA', numbers: ['415-555-01##', '+1-415-555-01##'] },
  { country: 'US', names: ['US'], state: 'WA', numbers: ['206 555 01##', '206-555-01##'] },
  { country: 'CA', names: ['CA', 'Canada'], state: 'ON', numbers: ['(416) 555-01##', '+1 416 555 01##'] },
  { country: 'CA', names: ['Canada'], state: 'QC', numbers: ['514-555-01##'] },
  {
    country: 'GB',
    names: ['GB', 'UK', 'United Kingdom'],
    state: 'England',
    numbers: ['020 7946 01##', '+44 20 7946 02##', '0113 496 03##', '(020) 7946 04##'],
  },
  {
    country: 'FR',
    names: ['FR', 'France'],
    state: '',
    numbers: ['01 99 00 12 ##', '+33 2 61 91 34 ##', '05.36.49.56.##'],
  },
  {
    country: 'DE',
    names: ['DE', 'Germany', 'Deutschland'],
    state: 'Berlin',
    numbers: ['030 23125 1##', '+49 30 23125-2##', '0049 30 23125 3##'],
  },
  { country: 'AU', names: ['AU', 'Australia'], state: 'NSW', numbers: ['(02) 5550 12##', '+61 2 5550 34##'] },
  { country: 'AU', names: ['Australia'], state: 'VIC', numbers: ['03 7010 56##'] },
  {
    country: 'SE',
    names: ['SE', 'Sweden', 'Sverige'],
    state: '',
    numbers: ['08-465 004 ##', '+46 8 465 004 ##'],
  },
];
