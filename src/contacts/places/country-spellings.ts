/** ISO 3166-1: each alpha-2 code with its alpha-3 code, for all places that have phone numbers. */
export const alphaThree: readonly string[] =
  `ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD
  BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BWBWA BYBLR BZBLZ CACAN
  CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE
  DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO
  FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GTGTM GUGUM GWGNB
  GYGUY HKHKG HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM
  JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA
  LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC
  MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD
  NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PRPRI PSPSE PTPRT PWPLW
  PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE
  SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TGTGO THTHA TJTJK TKTKL TLTLS TMTKM
  TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM
  VUVUT WFWLF WSWSM XKXKK YEYEM YTMYT ZAZAF ZMZMB ZWZWE`.split(/\s+/);

/** Spellings in `plainHeader` form that neither ISO 3166-1 nor the platform's country names contain. */
export const otherSpellings: Readonly<Record<string, string>> = {
  AE: 'uae emirates',
  BN: 'bruneidarussalam',
  BO: 'boliviaplurinationalstateof',
  CD: 'drcongo drc democraticrepublicofthecongo congodemocraticrepublicofthe congokinshasa',
  CG: 'republicofthecongo congobrazzaville',
  CI: 'ivorycoast',
  CN: 'prc peoplesrepublicofchina mainlandchina prchina',
  CV: 'capeverde',
  CZ: 'czechrepublic',
  DE: 'ger brd federalrepublicofgermany',
  FM: 'micronesiafederatedstatesof',
  GB: `uk greatbritain england scotland wales northernireland britain unitedkingdomofgreatbritainandnorthernireland
    engeland angleterre ecosse inglaterra escocia großbritannien grossbritannien schottland inghilterra storbritannien granbretagna
    granbretana grandebretagne grootbrittannie wielkabrytania anglia`,
  HK: 'hongkongsar hksar',
  IE: 'republicofireland eire',
  IR: 'iranislamicrepublicof islamicrepublicofiran',
  KP: 'koreademocraticpeoplesrepublicof dprk',
  KR: 'korea republicofkorea korearepublicof southkorea koreasouth rok 한국',
  LA: 'laopeoplesdemocraticrepublic',
  MD: 'moldovarepublicof republicofmoldova',
  MK: 'macedonia northmacedonia republicofmacedonia',
  MM: 'burma',
  MO: 'macau',
  NL: 'holland thenetherlands',
  PH: 'thephilippines',
  PS: 'palestinestateof stateofpalestine palestinianterritory',
  RU: 'russianfederation',
  SY: 'syrianarabrepublic',
  SZ: 'swaziland',
  TR: 'turkey',
  TW: 'taiwanprovinceofchina republicofchina',
  TZ: 'tanzaniaunitedrepublicof unitedrepublicoftanzania',
  US: `unitedstatesofamerica america theunitedstates theunitedstatesofamerica theusa estadosunidosdeamerica eeuu eua
    etatsunisdamerique statiunitidamerica verenigdestatenvanamerika amerika usofa`,
  VA: 'holysee',
  VE: 'venezuelabolivarianrepublicof',
  VN: 'vietnam',
  ZA: 'rsa',
};
