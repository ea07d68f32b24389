/** The words of phone column headers, in the languages of `docs/lists.md`. They are compared without accents. */

/** Each of these words alone means that the column holds a phone number. */
export const phoneWords = `
  phone phones phonenumber phonenumbers telephone telephones tel tele mobile mobiles cell cellphone cellular landline
  whatsapp msisdn e164 contactnumber contactno contactnum numbertocall callnumber dialnumber directdial directline phno
  mob ph fone tfno tlf tlfno tlfnr puh wanumber alternateno alternatenum alternatenumber alternativeno alternativenumber altno
  altnumber secondaryno secondarynumber otherno othernumber additionalno additionalnumber worknumber homenumber officenumber
  bestnumber ausweichnummer zweitnummer alternativnummer numeroalternatif autrenumero otronumero outronumero altronumero
  numeroalternativo alternatiefnummer alternativtnummer annatnummer andetnummer telefonico telefonica telefonu telefonni
  telefon telefonnummer telefonnr handy handynummer mobil mobiltelefon mobilfunk mobilnummer rufnummer festnetz
  hauptnummer telefono telefonos movil celular telefone telemovel fixe fixo portable telephonique gsm
  telefoon telefoonnummer mobiel cellulare telefonino kannykka matkapuhelin puhelin puhelinnumero puhelinnro
  komorka komorkowy komorkowa cepno ceptel ceptelefonu cepnumarasi cepnumarası numertelefonu telefonszam mobiltelefonszam mobilszam telefonsiffra
  телефон телефона телефоны тел телефону мобильный мобильного мобильнии мобільний сотовый сотовии моб
  τηλεφωνο κινητο σταθερο
  电话 電話 电话号码 電話番号 電話番號 手机 手機 手机号 手机号码 手機號碼 联系电话 聯絡電話 移动电话 行動電話 座机 固话 固定电话
  携帯 携帯電話 携帯番号 携帯電話番号 固定電話 連絡先電話番号 전화 전화번호 휴대폰 휴대전화 핸드폰 휴대폰번호 휴대전화번호 핸드폰번호 연락처
  هاتف الهاتف هاتفك جوال الجوال موبايل الموبايل محمول المحمول تلفون تليفون
  טלפון נייד סלולרי पफोन फोन फ़ोन मोबाइल मोबाईल โทรศัพท์ โทร เบอร์โทร เบอร์โทรศัพท์ มือถือ เบอร์มือถือ
  dienthoai sodienthoai sdt didong điện thoại đienthoai sođienthoai sđt điđong dđ telepon ponsel handphone nohp nomorhp hape telp notelp
`;

/** Words that may stand beside phone words: which phone, whose phone, or that it is a number. */
export const besideWords = `
  n 1st 2nd 3rd backup residence residential std withcountrycode billing shipping mailing owner recapito
  alternatif alternativo alternativa alternatief alternativ alternativt drugi druga dalsi druhy masik mobilni mobilny numar
  numarası kom from доп 予備 その他の
  number numbers num no nr nbr main primary first second third default preferred best personal private direct dial
  work office business home house day daytime evening night other alternate alternative alt secondary additional extra car
  contact person lead prospect customer client patient member guest user company corporate corp hq headquarters
  organization organisation account full formatted international intl national raw line the of a for
  my your call to sms field value default address
  nummer hauptnummer haupt geschaftlich geschafts geschaft dienstlich dienst privat private buro arbeit firma zentrale
  kontakt person kunde kunden kundennummer weitere weiteres andere anderes zweite beruflich primar erste
  numero numeros num bureau domicile travail professionnel professionnelle pro personnel personnelle principal principale
  autre autres societe entreprise contact client du de la le l d des
  trabajo oficina casa particular personal principal otro otra empresa fijo contacto cliente del
  lavoro ufficio casa abitazione principale altro azienda fisso contatto cliente di
  trabalho escritorio residencial residencia comercial pessoal principal outro outra empresa contato contacto cliente do da
  werk kantoor thuis prive zakelijk hoofd ander overig bedrijf vast klant van contactpersoon
  arbete jobb hem bostad privat foretag ovrig annan huvud fast kund kontakt arbeid hjem hjemme bedrift annet
  arbejde firma andet kunde numre
  tyo koti yritys muu ensisijainen numero asiakas
  numer praca sluzbowy dom domowy prywatny firmowy glowny inny kontaktowy stacjonarny klienta osoby do
  cislo prace domu domaci firemni hlavni jine osobni pevna linka zakaznik na
  szam munkahelyi otthoni ceges egyeb szama
  wert valeur valor valore waarde varde verdi vaerdi wartosc arvo hodnota ertek valoare значение значення deger değeri 値 值 값
  munca acasa serviciu
  рабочии рабочий домашнии домашний основнои основной другои другой номер личныи личный дополнительныи контактныи клиента
  номера компании служебныи городскои
  is ev cep diger sirket numarasi numara no müsteri musteri ozel
  号码 號碼 工作 办公 家庭 公司 主要 其他 联系 備用 备用 客户 番号 自宅 会社 勤務先 職場 その他 代表 連絡先 번호 직장 집 회사 기타 대표
  رقم العمل المنزل الشركة اخر رقم
  מספר עבודה בית משרד אחר ראשי של
  नंबर संख्या so dien nha co quan so nomor rumah kantor no
`;

/** The phone of a company instead of the contact: tried last. */
export const companyWords = `company corporate corp hq headquarters organization organisation account
  zentrale firma societe entreprise empresa azienda bedrijf foretag bedrift yritys firmowy firemni ceges компании sirket
  公司 会社 代表 회사 대표 الشركة`;

/** Additional phones of the contact: tried after the others. */
export const furtherWords = `alternateno alternatenum alternatenumber alternativeno alternativenumber altno altnumber secondaryno
  secondarynumber otherno othernumber additionalno additionalnumber ausweichnummer zweitnummer alternativnummer numeroalternatif
  autrenumero otronumero outronumero altronumero numeroalternativo alternatiefnummer alternativtnummer annatnummer andetnummer
  backup 2nd 3rd billing shipping mailing alternatif alternativo alternativa alternatief alternativ alternativt drugi druga dalsi
  masik доп 予備 その他の other alternate alternative alt secondary second third additional extra whatsapp night evening car address
  weitere weiteres andere anderes zweite autre autres otro otra altro outro outra ander overig ovrig annan annet andet
  muu inny jine egyeb другои другой дополнительныи diger 其他 備用 备用 その他 기타 اخر אחר`;

/** Words for a certain phone of the contact: tried after a column that is only called "phone". */
export const placeWords = `worknumber homenumber officenumber residence mob mobilni mobilny cep mobile mobiles cell cellphone cellular home house work office business direct private personal landline
  handy mobil mobiltelefon handynummer mobilnummer geschaftlich dienstlich dienst privat buro arbeit festnetz fixe fijo fixo fisso vast stacjonarny pevna
  bureau domicile travail professionnel portable movil celular trabajo oficina casa particular
  lavoro ufficio abitazione cellulare trabalho residencial comercial telemovel werk kantoor thuis prive zakelijk mobiel
  arbete jobb hem bostad arbeid hjem arbejde tyo koti matkapuhelin kannykka praca sluzbowy dom domowy prywatny komorka
  prace domu рабочии рабочий домашнии домашний мобильныи мобильный сотовый моб is ev cep
  手机 手機 携帯 携帯電話 自宅 勤務先 휴대폰 휴대전화 핸드폰 직장 집 جوال الجوال محمول נייד`;
