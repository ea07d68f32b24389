/** Words of names in the form of `plainWord`: lower case, without accents, dots and hyphens. */
function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/));
}

/** Titles that stand before a name. */
export const titles = words(
  `dear hello hi hallo sehr geehrte geehrter liebe lieber estimado estimada gentile egregio egregia geachte
  president brother sister bapak ibu pak bu encik univ univprof arch baron baroness graf grafin freiherr doctor nurse chef coach sheikh
  mr mrs ms miss mx mister messrs master dr drs prof professor profa profdr dring sir dame lady lord madam maam rev
  revd reverend fr father pastor rabbi imam hon judge justice capt captain cpt sgt sergeant lt lieutenant col colonel
  gen general maj major cmdr officer eng engr adv atty amb gov sen rep pres
  herr hr hrn frau fr fraulein med dent vet jur phil nat rer iur theol pharm oec hc habil hab mult dipl diplom diplominge
  dipling diplkfm diplkffr diplpsych diplvw mag maga ing ir ra rain stb
  mme mmes mlle madame mademoiselle monsieur m me maitre docteur docteure
  sr sra srta snr senor senora senorita dona dra lic licda arq abog
  sig signor signora sigra signorina signorna dott dottssa dottoressa avv avvto geom rag onorevole
  dhr dhr. mevr mw mevrouw meneer mej drs
  fru froken hra rva
  pan pani panna mgr mudr judr phdr rndr paeddr mvdr mddr pharmdr bc doc dipling inz lek hab
  shri sri smt kum kumari mohd md haji hj dato datuk datin tuan puan cik
  ud uz sn`,
);

/** Words that are titles only if a first and a last name follow. With one other word they are names. */
export const titlesOrNames = words(
  'm md general major judge justice master officer rep doc gen col rev pan ra mag sn fr',
);

/** Suffixes after a name: generations, degrees, memberships. */
export const suffixes = words(
  `jr junior sr senior ii iii iv esq esquire phd dphil md mba ma msc bsc ba llb llm jd edd psyd dds dmd do dvm od
  pharmd rn lpn np bsn msn pa pac cpa cfa cfp pmp pe ea mp qc kc obe mbe cbe frcs mrcp facs facc faan msw lcsw lmft lpc
  ra cissp phr shrm acca fca ca csc drph ret usn usmc usa`,
);

/** One of these words is enough to show that a name is that of a company, a household or a department. */
export const groupWords = words(
  `inc incorporated llc llp ltd limited corp corporation company cia gmbh mbh ohg kgaa sarl sas sasu eurl srl srls spa
  slu bv nv oyj aps plc pty pvt pte bhd sro spzoo doo kft zrt ooo ltda eireli holding holdings group gruppe
  grupo groupe gruppo services service solutions consulting consultants partners associates agency agentur agence studio
  studios shop store stores clinic klinik clinica clinique dental hospital school schule universitat university universidad
  universite college church hotel restaurant cafe bistro pub praxis kanzlei office offices buro büro team sales support info
  admin administrator administration reception receptionist empfang sekretariat desk front family familie famille familia
  famiglia household eheleute occupant resident owner tenant test tests tester customer customers kunde kunden client
  clients cliente contact contacts accounts accounting billing marketing department dept abteilung the of law systems
  technologies technology media digital international bank insurance versicherung versicherungen realty properties
  construction bau handel garage talleres taller autohaus apotheke pharmacy pharmacie farmacia foundation stiftung verein
  association society club centre center zentrum institute institut instituto museum library council city stadt
  gemeinde ministry industries enterprises ventures logistics transport transports trading electric plumbing roofing
  warehouse management hr helpdesk noreply webmaster postmaster unbekannt anonymous anonym guest gast visitor user lead
  manager managers director ceo cfo cto coo cmo homeowner homeowners propertyowner business wrong sirmadam people
  deceased estate trust salon pizzeria pizza bakery backerei metzgerei friseur fahrschule boulangerie boucherie cabinet
  garages banco banca banque mercado padaria panaderia peluqueria barberia sklep apteka gabinet zaklad motors burgers towing taxi plumber plumbers klempner elektriker electrician electricians dentist dentista zahnarzt zahnarztpraxis
  tierarztpraxis arztpraxis arzt anwalt rechtsanwalt rechtsanwalte steuerberater notar architekt lawyer lawyers attorneys
  landscaping cleaning roofers builders builder contractors contractor grill gym salons pharmacie garagem trattoria
  osteria ristorante restaurante hostal hostel pension gasthof gasthaus kita kindergarten motel café cafés praxen boutique
  prospect undisclosed various divers mitarbeiter employee staff`,
);

/** Words that are not a name when they stand alone, but can be part of one. */
export const loneWords = words(
  `mum mom mommy dad daddy mama papa oma opa grandma grandpa wife husband boss chief main line number there friend person burger
  bar late bank`,
);

/** Short legal forms. They count only as the last word. */
export const legalForms = words('ag kg ug asa se sa sl ab oy as co ev lp kk sci snc zoo');

/** Words that join two people, wherever they stand. */
export const joiners = words('and und u. et en och og ja oraz and/or plus');
/** As `joiners`, but also used inside surnames (`Ortega y Gasset`), so they count only between the first two words. */
export const shortJoiners = words('y e i o a ou');

export const particles = words(
  'st de del della der den des di da das do dos du la le les los van von vom zu zum zur ter ten el bin ibn abu mc mac',
);

/** Korean family names that are first names elsewhere. Before a name such as `Min-jun` they are the family name. */
export const koreanSurnames = words('kim lee park ko song shin');

/** Frequent family names of languages that put the family name first, also in Latin letters. */
export const surnamesInFront = words(
  `wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie tang deng feng
  choi jung jeong kang cho yoon jang lim nguyen tran pham hoang phan vu vo dang bui do ho ngo duong
  tanaka suzuki sato watanabe ito yamamoto nakamura kobayashi kato yoshida yamada sasaki
  nagy kovacs toth szabo horvath varga kiss molnar nemeth farkas balogh papp takacs juhasz`,
);
