import type { SingleRole } from '../columns/column-roles.ts';
import { plainHeader } from './header-text.ts';

/**
 * The usual headers of each role, the likeliest first, in `plainHeader` form. Columns that only number the rows
 * (`id`, `lead_id`, `record_id`) are left out on purpose: as external ids they would make every duplicate a separate
 * contact.
 */
export const usualHeaders: Readonly<Record<SingleRole, readonly string[]>> = {
  first_name:
    words(`firstname fname first givenname forename contactfirstname vorname prenom nombre nombres primernombre voornaam
    nome fornamn fornavn primeironome etunimi imie jmeno keresztnev prenume имя імя ad adi isim 名 名字 이름
    الاسمالاول שםפרטי ονομα namadepan ten ชื่อ`),
  last_name:
    words(`lastname lname last surname familyname contactlastname secondname nachname familienname nom nomdefamille
    apellido apellidos cognome sobrenome apelido achternaam efternamn efternavn etternavn sukunimi nazwisko prijmeni
    priezvisko vezeteknev nume фамилия прізвище soyad soyadi 姓 성 اسمالعائلة שםמשפחה επωνυμο namabelakang ho นามสกุล`),
  name: words(`name fullname contactname personname displayname customername clientname patientname leadname contact
    nomcomplet nombrecompleto nombreyapellidos vollername vollstandigername namecomplete nomecompleto nomeecognome naam
    volledigenaam namn navn nimi kokonimi imieinazwisko jmenoaprijmeni nev teljesnev фио піб adsoyad adisoyadi 姓名 氏名
    名前 お名前 성명 الاسم الاسمالكامل שם שםמלא ονοματεπωνυμο नाम nama namalengkap hoten hovaten ชื่อนามสกุล`),
  company:
    words(`company companyname organization organisation organizationname organisationname organization1name org account
    organisation1name namederorganisation nomdelorganisation nombredelaorganizacion organizacion
    accountname associatedcompany business businessname employer firm firma firmenname unternehmen entreprise societe
    empresa azienda societa bedrijf bedrijfsnaam foretag bedrift virksomhed yritys spolecnost ceg companie компания
    организация sirket 公司 会社 会社名 회사 회사명 الشركة חברה εταιρεια perusahaan congty บริษัท`),
  country:
    words(`country countrycode countryname countryiso countryregion iso2 nation personcountry contactcountry
    mailingcountry homecountry homecountryregion businesscountry businesscountryregion address1country othercountry othercountryregion
    billingcountry shippingcountry defaultaddresscountrycode landregionprivat landregiongeschaftlich adresse1land
    paysregiondomicile paysregionbureau adresse1pays paisoregiondelparticular paisoregiondeltrabajo direccion1pais
    companycountry
    land landregion pays paysregion pais paese maa kraj zeme orszag tara страна ulke 国 国家 国名 국가 البلد ארץ מדינה
    χωρα negara quocgia ประเทศ`),
  region:
    words(`state stateprovince stateorprovince province region statecode stateregion provincestate mailingstate
    mailingstateprovince homestate businessstate address1region companystate bundesland provincia estado regione
    provincie lan wojewodztwo kraj область 省 都道府県`),
  time_zone: words(
    `timezone tz tzname timezonename ianatimezone olsontimezone timezoneid zeitzone fuseauhoraire zonahoraria fusoorario
    fusohorario tijdzone tidszon tidssone aikavyohyke strefaczasowa casovepasmo часовоипояс saatdilimi 时区 時區
    タイムゾーン 시간대`,
  ),
  external_id:
    words(`externalid externalref externalreference extid extref crmid contactid customerid personid patientid
    customernumber customerno kundennummer numeroclient numerocliente klantnummer kundnummer`),
  industry: words(`industry sector companyindustry branche vertical`),
  size: words(`size companysize employees employeecount numberofemployees noofemployees headcount`),
  role: words(
    `role jobtitle title position jobrole jobposition occupation organizationtitle organization1title`,
  ),
  linkedin_url: words(
    `linkedinurl linkedin linkedinprofile linkedinprofileurl linkedinlink personlinkedinurl profileurl`,
  ),
};

/** Headers of the countries of home, business, mailing and other addresses. */
export const addressCountries: ReadonlySet<string> = new Set(
  words(`mailingcountry homecountry homecountryregion businesscountry businesscountryregion othercountry
    othercountryregion billingcountry shippingcountry landregionprivat landregiongeschaftlich paysregiondomicile
    paysregionbureau paisoregiondelparticular paisoregiondeltrabajo`),
);

/** Headers that mean the first name if there is also a column of last names, and the whole name if there is none. */
export const eitherName: ReadonlySet<string> = new Set(
  words('nombre nombres nome jmeno nume имя імя ad adi isim 이름 ονομα ten ชื่อ 名字'),
);

const prefix = /^(?:person|people|contact|lead|customer|client|kontakt|kunde)(?=.)/;

/**
 * Returns the header without the kind of record that an export puts before it: `organization` for `Person -
 * Organization`.
 */
export function withoutRecordKind(plain: string): string {
  return plain.replace(prefix, '');
}

const email =
  /^(?:primary|main|work|business|personal|private|home|other|secondary|second|alternate|corporate)?(?:e?mails?|emailadres|emailadresse|adressee?mail|courriel|correoelectronico|correo|direcciondecorreoelectronico|adressedemessagerie|epost|epostadress|epostadresse|postaelettronica|indirizzoemail|enderecoemail|sahkoposti|sahkopostiosoite|adresemail|eposta|электроннаяпочта|почта|邮箱|电子邮件|電子郵件|电子邮箱|メール|メールアドレス|이메일|이메일주소|البريدالالكتروني|אימייל|דואל|दुई|ईमेल|อีเมล)(?:\d|[i]d)?(?:address|value|wert|valeur|valor|valore|waarde|varde|verdi|wartosc|work|home|other|personal|business|primary|geschaftlich|privat|professionnel)?\d?$/;

const emailPlain = new RegExp(plainSource(email.source), 'u');

/** Whether the column holds an email address. */
export function isEmailHeader(plain: string): boolean {
  return emailPlain.test(plain) || emailPlain.test(withoutRecordKind(plain));
}

/** Returns the source of a pattern without accents, as headers are compared. */
function plainSource(source: string): string {
  return source.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).map(plainHeader);
}
