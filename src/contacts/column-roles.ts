/** What a column can mean to the product. `opted_out` marks people who must not be contacted. */
export const columnRoles = [
  'phone',
  'email',
  'first_name',
  'last_name',
  'name',
  'company',
  'country',
  'region',
  'time_zone',
  'external_id',
  'industry',
  'size',
  'role',
  'linkedin_url',
  'opted_out',
] as const;
export type ColumnRole = (typeof columnRoles)[number];

/**
 * The usual headers of each role in `plainHeader` form, the likeliest first. Columns that only number the rows (`id`,
 * `lead_id`) are left out on purpose: taken for an external id they would make every duplicate a person of its own.
 */
export const usualHeaders: Readonly<Record<ColumnRole, readonly string[]>> = {
  phone:
    words(`phone phonenumber phone1 phonenumber1 mobile mobilephone mobilenumber mobilephonenumber mobileno cell
    cellphone cellphonenumber cellnumber telephone telephonenumber telephone1 tel tel1 telno phoneno primaryphone mainphone
    contactphone contactnumber workphone businessphone directphone homephone dayphone phonemobile phonework phonehome
    phoneprimary e164 msisdn telefon telefonnummer handy mobil mobilnummer rufnummer telefono movil celular
    telefone numerotelephone numerodetelephone portable telefoonnummer mobiel`),
  email:
    words(`email emailaddress mail mailaddress email1 emailaddress1 primaryemail workemail businessemail contactemail
    emailid personalemail courriel adressemail adresseemail correo correoelectronico epost`),
  first_name:
    words(`firstname fname first givenname forename contactfirstname vorname prenom nombre primernombre voornaam
    fornamn primeironome`),
  last_name:
    words(`lastname lname last surname familyname contactlastname secondname nachname familienname nom nomdefamille
    apellido apellidos cognome sobrenome achternaam efternamn`),
  name: words(`name fullname contactname personname displayname customername clientname patientname leadname contact
    nomcomplet nombrecompleto vollername namecomplete`),
  company:
    words(`company companyname organization organisation organizationname organisationname org account accountname
    business businessname employer firm firma unternehmen entreprise societe empresa azienda bedrijf foretag`),
  country: words(`country countrycode countryname countryiso iso2 nation land pays pais paese`),
  region:
    words(`state stateprovince stateorprovince province region statecode stateregion provincestate bundesland
    provincia estado`),
  time_zone: words(
    `timezone tz tzname timezonename ianatimezone olsontimezone timezoneid zeitzone fuseauhoraire zonahoraria`,
  ),
  external_id:
    words(`externalid externalref externalreference extid extref crmid contactid customerid personid patientid
    customernumber customerno kundennummer`),
  industry: words(`industry sector companyindustry branche vertical`),
  size: words(`size companysize employees employeecount numberofemployees noofemployees headcount`),
  role: words(`role title jobtitle position jobrole jobposition occupation`),
  linkedin_url: words(
    `linkedinurl linkedin linkedinprofile linkedinprofileurl linkedinlink personlinkedinurl profileurl`,
  ),
  opted_out:
    words(`optedout optout donotcall dnc donotcontact dncflag donotcallflag unsubscribed unsubscribe optoutflag
    blocked suppressed`),
};

function words(text: string): readonly string[] {
  return text.split(/\s+/);
}

/** A header reduced to its letters and digits: `First Name`, `first_name` and `firstName` become `firstname`. */
export function plainHeader(header: string): string {
  return withoutAccents(header)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** A header as the name of a variable: `First Name`, `firstName` and `first-name` become `first_name`; may be empty. */
export function snakeCase(header: string): string {
  return withoutAccents(header)
    .replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1_$2')
    .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '');
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}
