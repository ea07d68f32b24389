import { plainHeader } from '../headers/header-text.ts';

type Language = { words: string; countries: string };

/**
 * Header words that identify a language, in `plainHeader` form, and the countries whose lists use it. Regions that
 * share their calling code with a country of another language are left out.
 */
const languages: readonly Language[] = [
  {
    words:
      'nombre apellido apellidos telefono correo correoelectronico empresa ciudad pais direccion movil celular provincia',
    countries: 'ES MX AR CO CL PE VE EC GT CU BO HN PY SV NI CR PA UY GQ',
  },
  {
    words: 'nome sobrenome telefone celular empresa cidade endereco telemovel cep estado',
    countries: 'BR PT AO MZ CV',
  },
  {
    words: 'nome cognome telefono cellulare azienda citta indirizzo ragionesociale',
    countries: 'IT CH SM VA',
  },
  {
    words:
      'nom prenom telephone portable societe entreprise ville adresse courriel codepostal numerodetelephone',
    countries: 'FR BE CH CA LU MC MA TN DZ SN CI CM ML BF BJ TG GA CG CD MG RE GP MQ GF NC PF',
  },
  {
    words: 'vorname nachname telefon firma stadt strasse plz handy anrede telefonnummer unternehmen',
    countries: 'DE AT CH LI LU IT BE',
  },
  {
    words: 'voornaam achternaam telefoon telefoonnummer bedrijf plaats mobiel woonplaats',
    countries: 'NL BE SR CW AW',
  },
  { words: 'fornamn efternamn telefon foretag stad mobil postnummer', countries: 'SE' },
  { words: 'fornavn efternavn telefon virksomhed firma postnr', countries: 'DK GL FO' },
  { words: 'fornavn etternavn telefon bedrift mobil poststed', countries: 'NO SJ' },
  { words: 'etunimi sukunimi puhelin puhelinnumero yritys kaupunki', countries: 'FI AX' },
  { words: 'imie nazwisko telefon firma miasto numertelefonu komorka', countries: 'PL' },
  { words: 'jmeno prijmeni telefon firma mesto', countries: 'CZ' },
  { words: 'meno priezvisko telefon firma mesto', countries: 'SK' },
  { words: 'keresztnev vezeteknev nev telefon telefonszam ceg varos', countries: 'HU' },
  { words: 'prenume nume telefon firma oras judet', countries: 'RO MD' },
  { words: 'ad soyad adi soyadi telefon sirket sehir firma', countries: 'TR CY' },
];

const scripts: readonly { pattern: RegExp; countries: string }[] = [
  { pattern: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, countries: 'JP' },
  { pattern: /\p{Script=Hangul}/u, countries: 'KR' },
  { pattern: /\p{Script=Han}/u, countries: 'CN TW HK MO SG JP' },
  { pattern: /\p{Script=Greek}/u, countries: 'GR CY' },
  { pattern: /\p{Script=Hebrew}/u, countries: 'IL' },
  { pattern: /\p{Script=Thai}/u, countries: 'TH' },
  { pattern: /\p{Script=Georgian}/u, countries: 'GE' },
  { pattern: /\p{Script=Armenian}/u, countries: 'AM' },
  { pattern: /\p{Script=Cyrillic}/u, countries: 'RU UA BY BG RS KZ KG MK ME TJ UZ' },
  {
    pattern: /\p{Script=Arabic}/u,
    countries: 'SA AE EG MA DZ TN LY JO LB IQ KW QA BH OM YE SY SD PS IR PK AF MR',
  },
];

/**
 * Returns the countries whose language the headers are in, or whose script much of the list is in; null for English
 * and unclear lists.
 */
export function languageCountries({
  header,
  cells,
}: {
  header: readonly string[];
  cells: readonly (readonly string[])[];
}): ReadonlySet<string> | null {
  return scriptCountries({ header, cells }) ?? headerCountries(header);
}

function headerCountries(header: readonly string[]): ReadonlySet<string> | null {
  const plain = new Set(header.map(plainHeader));
  const counted = languages
    .map(({ words, countries }) => ({
      countries,
      hits: words.split(' ').filter((word) => plain.has(word)).length,
    }))
    .sort((left, right) => right.hits - left.hits);
  const best = counted[0]?.hits ?? 0;
  if (best < 2) return null;
  const tied = counted.filter(({ hits }) => hits === best);
  return new Set(tied.flatMap(({ countries }) => countries.split(' ')));
}

const minShare = 0.3;

function scriptCountries({
  header,
  cells,
}: {
  header: readonly string[];
  cells: readonly (readonly string[])[];
}): ReadonlySet<string> | null {
  const rows = [header, ...cells].map((row) => row.join(' '));
  const found = scripts.find(({ pattern }) => {
    const hits = rows.filter((row) => pattern.test(row)).length;
    return hits >= Math.max(1, rows.length * minShare);
  });
  return found ? new Set(found.countries.split(' ')) : null;
}
