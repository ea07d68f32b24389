/** IANA names without an area that stand for one place and follow its clocks (tz database, file `backward`). */
export const placesWithoutArea: ReadonlySet<string> = new Set(
  `cuba egypt eire gb gb-eire hongkong iceland iran israel jamaica japan kwajalein libya navajo nz nz-chat poland
  portugal prc roc rok singapore turkey`.split(/\s+/),
);

/** What abbreviations can mean, the likeliest first, each meaning beginning with the zone to write. */
export const ambiguousZones: Readonly<Record<string, string>> = {
  ACDT: 'Australia/Adelaide',
  ACST: 'Australia/Adelaide (with daylight saving) or Australia/Darwin (without)',
  ACT: 'Australia/Sydney (Canberra), Australia/Darwin or America/Rio_Branco (Acre)',
  ADT: 'America/Halifax (Atlantic Daylight Time)',
  AEDT: 'Australia/Sydney or Australia/Melbourne',
  AEST: 'Australia/Sydney or Australia/Melbourne (with daylight saving), Australia/Brisbane (without)',
  AET: 'Australia/Sydney or Australia/Melbourne (with daylight saving), Australia/Brisbane (without)',
  AKDT: 'America/Anchorage',
  AKST: 'America/Anchorage',
  ART: 'America/Argentina/Buenos_Aires or Africa/Cairo',
  AST: 'America/Halifax (Atlantic, with daylight saving), America/Puerto_Rico (without) or Asia/Riyadh (Arabia)',
  AWST: 'Australia/Perth',
  BRT: 'America/Sao_Paulo',
  BST: 'Europe/London (British Summer Time) or Asia/Dhaka (Bangladesh Standard Time)',
  CAT: 'Africa/Harare, Africa/Johannesburg or Africa/Maputo (Central Africa)',
  CDT: 'America/Chicago (Central Daylight Time) or America/Havana (Cuba)',
  CEST: 'Europe/Berlin, Europe/Paris or Europe/Madrid (Central Europe, each with its own holidays)',
  CET: 'Europe/Berlin, Europe/Paris or Europe/Madrid (Central Europe), Africa/Algiers (without daylight saving)',
  CLT: 'America/Santiago',
  COT: 'America/Bogota',
  CST: 'America/Chicago (US Central), America/Mexico_City, America/Costa_Rica, Asia/Shanghai (China) or America/Havana',
  CST6CDT: 'America/Chicago (US Central) or America/Winnipeg',
  CT: 'America/Chicago (US Central)',
  EAT: 'Africa/Nairobi',
  ECT: 'America/Guayaquil (Ecuador) or Europe/Paris',
  EDT: 'America/New_York or America/Toronto (Eastern Daylight Time)',
  EEST: 'Europe/Athens, Europe/Helsinki or Europe/Kyiv (Eastern Europe)',
  EET: 'Europe/Athens, Europe/Helsinki or Europe/Kyiv (Eastern Europe), Africa/Cairo',
  EST: 'America/New_York or America/Toronto (with daylight saving), America/Panama or America/Jamaica (without), Australia/Sydney',
  EST5EDT: 'America/New_York or America/Toronto',
  ET: 'America/New_York or America/Toronto',
  GMT: 'Europe/London (with daylight saving), Africa/Accra (without) or UTC',
  GMT0: 'Europe/London (with daylight saving), Africa/Accra (without) or UTC',
  GREENWICH: 'Europe/London (with daylight saving), Africa/Accra (without) or UTC',
  GST: 'Asia/Dubai (Gulf) or Pacific/Guam',
  HKT: 'Asia/Hong_Kong',
  HST: 'Pacific/Honolulu',
  ICT: 'Asia/Bangkok or Asia/Ho_Chi_Minh',
  IDT: 'Asia/Jerusalem',
  IST: 'Asia/Kolkata (India), Europe/Dublin (Irish Standard Time) or Asia/Jerusalem (Israel)',
  JST: 'Asia/Tokyo',
  KST: 'Asia/Seoul',
  MDT: 'America/Denver (Mountain Daylight Time)',
  MET: 'Europe/Berlin, Europe/Paris or Europe/Madrid (Central Europe)',
  MEST: 'Europe/Berlin, Europe/Paris or Europe/Madrid (Central Europe)',
  MEZ: 'Europe/Berlin, Europe/Vienna or Europe/Zurich',
  MESZ: 'Europe/Berlin, Europe/Vienna or Europe/Zurich',
  MSK: 'Europe/Moscow',
  MST: 'America/Denver (US Mountain, with daylight saving), America/Phoenix (without), Asia/Kuala_Lumpur or Asia/Yangon',
  MST7MDT: 'America/Denver or America/Edmonton',
  MT: 'America/Denver (with daylight saving) or America/Phoenix (without)',
  NDT: 'America/St_Johns (Newfoundland)',
  NST: 'America/St_Johns (Newfoundland) or Pacific/Auckland',
  NZDT: 'Pacific/Auckland',
  NZST: 'Pacific/Auckland',
  NZT: 'Pacific/Auckland',
  PDT: 'America/Los_Angeles or America/Vancouver (Pacific Daylight Time)',
  PHT: 'Asia/Manila',
  PKT: 'Asia/Karachi',
  PST: 'America/Los_Angeles, America/Vancouver or America/Tijuana (Pacific), Asia/Manila (Philippines)',
  PST8PDT: 'America/Los_Angeles or America/Vancouver',
  PT: 'America/Los_Angeles or America/Vancouver (Pacific)',
  SAST: 'Africa/Johannesburg',
  SGT: 'Asia/Singapore',
  SST: 'Pacific/Pago_Pago (Samoa), Asia/Singapore or Pacific/Guadalcanal',
  TRT: 'Europe/Istanbul',
  UCT: 'UTC',
  UNIVERSAL: 'UTC',
  VST: 'Asia/Ho_Chi_Minh',
  WAT: 'Africa/Lagos',
  WEST: 'Europe/Lisbon or Atlantic/Canary (Western Europe)',
  WET: 'Europe/Lisbon or Atlantic/Canary (Western Europe)',
  WIB: 'Asia/Jakarta',
  WST: 'Australia/Perth or Pacific/Apia',
  Z: 'UTC',
  ZULU: 'UTC',
};

/** One zone for each way of keeping the clocks that many people live by, to propose for an offset. */
export const offsetCities: readonly string[] =
  `Pacific/Honolulu America/Anchorage America/Los_Angeles America/Denver America/Phoenix America/Chicago
  America/Mexico_City America/New_York America/Bogota America/Lima America/Halifax America/Puerto_Rico
  America/Santiago America/St_Johns America/Sao_Paulo America/Argentina/Buenos_Aires Atlantic/Azores
  Europe/London Europe/Lisbon Africa/Accra Africa/Casablanca Europe/Berlin Europe/Paris Africa/Lagos
  Europe/Athens Africa/Cairo Africa/Johannesburg Asia/Jerusalem Europe/Istanbul Europe/Moscow Africa/Nairobi
  Asia/Riyadh Asia/Tehran Asia/Dubai Asia/Kabul Asia/Karachi Asia/Kolkata Asia/Colombo Asia/Kathmandu
  Asia/Dhaka Asia/Yangon Asia/Bangkok Asia/Jakarta Asia/Shanghai Asia/Singapore Australia/Perth Asia/Manila
  Asia/Tokyo Asia/Seoul Australia/Darwin Australia/Adelaide Australia/Brisbane Australia/Sydney
  Pacific/Auckland Pacific/Apia Pacific/Tongatapu`.split(/\s+/);
