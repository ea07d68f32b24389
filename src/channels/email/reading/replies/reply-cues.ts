/** Weight and words. Texts are in lower case, with straight apostrophes and single spaces. */
export type Cue = readonly [weight: number, says: RegExp];

const start = String.raw`^(?:(?:hi|hello|hey|dear|hallo|bonjour|hola|ciao|olá|guten (?:tag|morgen))[^,.!]{0,30}[,.!] ?)?`;

const unsubscribe: readonly Cue[] = [
  [3, /\bun-?subs?cribe\b|\bunsusb?cribe\b|^(?:please )?(?:remove|delete|stop|off)[.! ]*$/u],
  [
    3,
    /(?:remove|take|delete|drop|strike) (?:me|us|my (?:name|e-?mail|address|details|data|contact)|this (?:e-?mail|address)|our (?:e-?mail|address))\b.{0,40}(?:from|off|out|list|database|mailing)?/u,
  ],
  [
    3,
    /(?:stop|quit|cease|do not|don't|please don't|never|no more) (?:sending|e-?mailing|mailing|contacting|writing|spamming|messaging|emails?|contact|email|write|send|message|mail)\b(?! (?:it|the (?:deck|offer|contract|invoice|quote)|this until|before|until))/u,
  ],
  [
    3,
    /\bopt(?:ed|ing)?[ -]?(?:me )?out\b|off (?:your|the|this) (?:mailing )?list|^stop[.! ]*$|not (?:want|wish) to (?:receive|be contacted|get)|(?:no longer|not) (?:want|wish) to (?:receive|hear)|(?:not|n't|never) (?:write|e-?mail|mail|contact|message|approach) (?:to )?(?:me|us) (?:again|any ?more|further)|cease (?:all )?(?:communication|contact|correspondence)|leave (?:me|us) out of|not (?:to )?be (?:approached|contacted)|block(?:ed)? (?:me|my address|your|you)|(?:be|is) (?:suppressed|excluded)|lose my (?:e-?mail|number|address)|gdpr|right to (?:be forgotten|erasure)|report (?:you|this) (?:as|for) spam|this is spam/u,
  ],
  [
    3,
    /abmelden|abbestell|austragen|(?:aus|von) (?:ihrem|ihrer|eurem|eurer|dem|der|deinem) (?:verteiler|liste|mailingliste|newsletter|datenbank)|(?:keine|nicht) (?:weiteren |mehr )?(?:e-?mails?|mails?|nachrichten|werbung) (?:mehr|schicken|senden|zusenden)?|(?:hören sie|hört|hör) auf|löschen sie (?:sämtliche|alle)|(?:widerspreche|widerspruch).{0,40}(?:daten|nutzung|werb)|(?:von )?weiteren (?:zuschriften|e-?mails|mails|nachrichten).{0,40}abzusehen|kontaktieren sie (?:mich|uns) nicht|nicht (?:mehr|weiter) (?:kontaktieren|anschreiben|schreiben)|löschen sie (?:meine|mich|unsere)|meine daten (?:zu )?löschen/u,
  ],
  [
    3,
    /désinscri|désabonn|me (?:retirer|supprimer|enlever)|retire[zr]?(?:-| )(?:moi|nous|mon)|supprime[zr](?:-moi| (?:moi|mon|mes))|(?:ne|plus) (?:plus )?(?:me contacter|m'écri|m'envoy|me solliciter|recevoir)|cesse[zr] de|arrête[zr] de (?:m'|me )/u,
  ],
  [
    3,
    /darme de baja|dar(?:me)? de baja|d[ea]me de baja|denme de baja|elimin(?:e|en|ar|ad)(?:me)? .{0,20}(?:lista|correo|datos)|borr(?:e|en|ar)me|qu[ií]t(?:en|e|ar)me|no (?:me )?(?:envíe|envíen|enviar|escrib|contact|manden|mande)\w*(?: más)?|da[dn]?me de baja|supri(?:ma|man|mir) mis datos|no vuelva\p{L}* a (?:enviar|escrib|contact)|dejen? de (?:escrib|envi|contact)|no (?:quiero|deseo) recibir/u,
  ],
  [
    3,
    /cancell(?:atemi|ami|are|i) .{0,30}(?:lista|iscrizione|mailing|indirizzo)|disiscri|non scriver(?:mi|ci)|rimuov(?:ete|i|ere|a)(?:mi)?|non (?:scrivetemi|contattatemi|inviatemi|desidero (?:più )?ricevere|voglio (?:più )?ricevere|mandatemi)|cancellatemi|toglietemi/u,
  ],
  [
    3,
    /descadastr|remov(?:a|am|er)(?:-me)?(?: o| meu| os|$|[ .!,]).{0,30}|cancelar (?:a )?(?:minha )?(?:subscrição|inscrição|assinatura)|não (?:quero|desejo) (?:mais )?receber|par(?:e|em) de (?:me )?(?:enviar|mandar|escrever|contactar)|não me (?:envie|contacte|escreva|mande)/u,
  ],
  [
    3,
    /afmeld|uitschrij|schrijf (?:mij|me) uit|verwijder (?:mij|me|mijn)|geen (?:e-?mails?|mails?|berichten) meer|stop met (?:mailen|mij)|niet meer (?:mailen|contacteren|benaderen)|avregistr|avprenumer|ta bort (?:mig|min)|sluta (?:mejla|maila|skicka|kontakta)|afmeld|frameld|meld mig (?:af|fra)|sle?t mi[gn]|fjern (?:mig|meg|min)|slett meg|stop med at|ikke (?:kontakt|skriv|send)|poista (?:minut|sähköposti|osoitte)|peru(?:uta)? (?:tilaus|uutiskirje)|älkää (?:lähettäkö|ottako)/u,
  ],
  [
    3,
    /wypis(?:ać|z|cie|anie)|proszę (?:o )?(?:usunąć|usunięcie|nie (?:pisać|wysyłać|kontaktować))|usuń(?:cie)? m(?:ój|nie)|rezygnuję z (?:subskrypcji|newslettera)|odhlás|odstraň|neposílejte|smažte|leiratkoz|töröljenek|töröljék|ne (?:írjanak|küldjenek)|отпис|удалите (?:меня|мой|наш)|не (?:пишите|присылайте|беспокойте)|прекратите|listenizden|listeden|silinmesini|almak istemiyor|больше не (?:присыл|пис)|удалить мо|διαγράψ|не (?:писать|присылать)|listeden (?:çık|sil)|abonelik(?:ten|ği)|(?:bir daha )?(?:yazma|gönderme|mail atma)yın|відпис/u,
  ],
  [
    3,
    /配信(?:停止|解除)|購読(?:解除|停止)|登録(?:解除|削除)|送らないで|送信しないで|リストから(?:削除|外)|退订|取消订阅|退訂|不要再(?:给|給)?(?:我)?(?:发|發|联系|聯絡)|别再发|수신 ?거부|구독 ?(?:취소|해지)|보내지 (?:마|말)/u,
  ],
];

const notInterested: readonly Cue[] = [
  [
    3,
    /(?:not|no longer|isn't|aren't|wasn't|never|hardly|n't|zero|no) (?:really |currently |at all |particularly |very |that |actually |be |personally |something we(?:'re| are) |looking |an? |any )*(?:interest(?:ed|ing)?|keen|a (?:good )?fit|relevant|for us|for me|in the market|needed|necessary|a priority|the right (?:time|moment|fit))\b/u,
  ],
  [
    3,
    new RegExp(
      String.raw`${start}(?:no[,.]? ?(?:thanks?|thank you|thx)?|nope|nein,? ?(?:danke)?|non,? ?merci|no,? gracias|no,? grazie|não,? obrigad[oa]|nee,? (?:bedankt|dank)|nej,? tack|nej tak|nei takk|nie,? dziękuj\S*|нет,? спасибо|ei kiitos|ne,? děkuji|köszönöm,? nem|hayır,? teşekkür\S*)(?:[.!, ]|$)`,
      'u',
    ),
  ],
  [
    3,
    /(?:it's|it is|that's|is|gets) a (?:firm |clear |hard )?no\b|(?:the|my|our) answer is no\b|(?:^|[.!?] )(?:so |also |then |but |therefore )?no[.!]*$|of no use|won't be (?:buying|pursuing|needing)|(?:will )?not be (?:pursuing|taking)|(?:isn't|not) something (?:we|i) (?:need|want)|(?:turn|turning) (?:you|this|it) down|do not accept unsolicited|(?:signed|went|go|going) with \p{L}|thanks but no|👎|🙅|no,? thank|no thanks|(?:we|i)(?:'ll| will| would|'d|'m going to| have to)? ?(?:pass\b|decline|politely decline)|(?:hard|going to|gonna) pass|pass on this|thanks,? but no\b|not at this (?:time|point|stage|moment)|not (?:right )?now\b|not this (?:year|quarter|time)|no (?:need|interest|budget|plans|appetite|requirement)|(?:don't|do not|doesn't|won't|will not|can't|cannot) (?:really |currently |actually |think (?:we|i|this|it)[^.]{0,30} )?(?:need|want|see (?:a|the) (?:need|fit|value)|plan|require|use|have (?:a |any )?(?:need|budget|interest|use)|be (?:needing|interested|moving|proceeding|going)|fit|make sense|work for us|move forward|proceed)|already (?:have|use|using|work|working|covered|with|signed|chose|went)|(?:all|we're|i'm|we are) (?:set|good)(?:,? thanks| here|[.!,]|$)|happy with (?:our|what|the)|went with (?:another|a different|someone)|(?:decided|chosen|chose) (?:not|against|another)|bad timing|leave (?:me|us) alone|doesn't apply|not looking (?:for|to|at)/u,
  ],
  [
    3,
    /(?:kein|keinen|keinerlei|keine) (?:\p{L}+ ){0,2}(?:interesse|bedarf|budget|verwendung)|nicht (?:\p{L}+ ){0,3}(?:interessiert|interessant|relevant|benötigt|in frage)|(?:benötigen|brauchen|brauche|benötige|wollen) (?:\p{L}+ ){0,3}(?:nicht|keine)|nein,? danke|kommt (?:\p{L}+ ){0,3}nicht in ?frage|haben (?:\p{L}+ ){0,3}bereits|sind (?:\p{L}+ ){0,3}(?:versorgt|zufrieden|gut aufgestellt)|passt (?:\p{L}+ ){0,3}nicht|müssen (?:\p{L}+ )?absagen|verzichten/u,
  ],
  [
    3,
    /(?:pas|plus|guère) (?:\p{L}+ ){0,2}(?:intéress|besoin|d'intérêt|concern|preneur|à l'ordre)|non,? merci|aucun (?:intérêt|besoin)|n'(?:avons|ai) pas (?:\p{L}+ )?(?:besoin|de budget|l'utilité)|ne (?:\p{L}+ )?(?:souhait\p{L}+|donn\p{L}+) pas|déjà (?:\p{L}+ )?(?:un prestataire|équipé|une solution|un partenaire)|sans (?:suite|intérêt)/u,
  ],
  [
    3,
    /no (?:me|nos|estoy|estamos|tengo|tenemos|hay) (?:\p{L}+ )?(?:interesa\p{L}*|interesad\p{L}*|interés|necesidad)|no,? (?:muchas )?gracias|sin interés|no (?:lo )?(?:necesit\p{L}+|es (?:para nosotros|de interés|relevante))|ya (?:tenemos|contamos|trabajamos|usamos)|no gracias|no es (?:el )?(?:buen )?momento/u,
  ],
  [
    3,
    /non (?:\p{L}+ )?(?:interess\p{L}+|(?:sono|siamo) interessat\p{L}+|(?:ho|abbiamo) (?:bisogno|interesse)|ci serve|fa per noi|è di (?:nostro )?interesse)|no,? grazie|nessun interesse|abbiamo già|siamo già/u,
  ],
  [
    3,
    /não (?:\p{L}+ ){0,2}(?:interess\p{L}+|(?:tenho|temos) (?:interesse|necessidade)|precisamos|preciso|é para nós)|sem interesse|já (?:temos|trabalhamos|usamos)|não,? obrigad/u,
  ],
  [
    3,
    /(?:geen|niet) (?:\p{L}+ ){0,3}(?:interesse|belangstelling|behoefte|geïnteresseerd|interessant|nodig|relevant)|nee,? (?:bedankt|dank)|hebben (?:\p{L}+ )?al|(?:inte|ej|ikke|ikkje) (?:\p{L}+ ){0,2}(?:intress\p{L}+|interess\p{L}+|aktuellt|aktuelt|relevant|behov)|inget (?:intresse|behov)|ingen (?:interesse|behov|intresse)|nej,? ?(?:tack|tak)|nei,? takk|tackar nej|takker nei|takker nej|har (?:redan|allerede)|ei (?:\p{L}+ )?(?:kiinnosta|kiitos|tarvetta|tarvitse|ajankohtai)|emme (?:\p{L}+ )?(?:tarvitse|ole kiinnostun)|en ole kiinnostun/u,
  ],
  [
    3,
    /nie (?:\p{L}+ ){0,2}(?:zainteresowan\p{L}+|interes\p{L}+|potrzebuj\p{L}+|skorzyst\p{L}+)|nie,? dziękuj|brak zainteresowania|mamy już|nemá(?:me|m) (?:\p{L}+ )?(?:zájem|potřeb)|ne(?:ní|jsme|jsem) (?:\p{L}+ )?(?:zájem|zaujat)|ne,? děkuj|nezajímá|nem (?:\p{L}+ )?(?:érdekel|érdekl|aktuális|szeretn|kér)|köszönöm,? nem|не (?:\p{L}+ )?(?:интерес\p{L}+|заинтересован\p{L}*|нуж\p{L}+|актуальн\p{L}+|требуется|цікав\p{L}+)|неинтересно|неактуально|нет,? спасибо|нет (?:интереса|необходимости)|уже (?:есть|работаем|используем)|ilgilenm(?:iyor|edi)\p{L}*|ilgi(?:miz|m)? yok|ihtiyac(?:ımız|ım) yok|hayır/u,
  ],
  [
    3,
    /興味(?:は|が)?(?:ない|ありません|ございません)|必要(?:は)?(?:ない|ありません|ございません)|不要です|結構です|見送|お断り|遠慮|不(?:感兴趣|需要|考虑)|没(?:有)?(?:兴趣|需求|需要)|沒有興趣|暂不|關心 없|관심(?:이)? ?없|필요 ?(?:없|하지 않)|괜찮습니다|사양/u,
  ],
  [
    1,
    /maybe (?:later|next)|not sure|(?:too )?(?:busy|expensive)|unfortunately|leider|malheureusement|lamentablemente|purtroppo|infelizmente|helaas|tyvärr|desværre|dessverre|niestety|bohužel|sajnos|к сожалению|maalesef|valitettavasti/u,
  ],
];

const wrongPerson: readonly Cue[] = [
  [
    3,
    /(?:don't|do not) have anything to do with|no longer responsible|(?:person|one|man|woman) to (?:speak|talk|write|convince|contact) (?:to |with )?(?:is|would)|\b(?:does not|doesn't) deal with|(?:have|has) no say in|(?:decides?|handles?|is responsible for) (?:this|that|these|it)\b|(?:wrong|not the (?:right|correct|best|appropriate)) (?:person|contact|department|address|guy|one|team)|(?:not|isn't|no longer) (?:my|our) (?:area|department|responsibility|role|decision|field|remit|job|call)|(?:i'm|i am) not (?:responsible|in charge|the decision|involved|the one)|(?:don't|do not|no longer) (?:handle|deal with|manage|look after|take care of|make (?:these|those|such))|(?:you (?:should|need to|may want to|might want to|want to)|please|better|try to|suggest (?:you )?|kindly) ?(?:contact|reach out to|speak (?:to|with)|talk (?:to|with)|write to|ask|email|get in touch with|try|direct (?:this|your)|address (?:this|your)) (?!me\b|us\b|you\b|when\b|if\b|again\b|in\b|back\b)|(?:forward(?:ed|ing)?|pass(?:ed|ing)?|sent|copied|cc'?(?:ed|ing)?|adding|looping in) (?:this|it|your (?:e-?mail|message))? ?(?:on |along )?(?:to|in) (?:my|our|the) (?:colleague|manager|boss|team|department|head|cto|ceo)|person (?:you (?:want|need|should|are looking for)|responsible|in charge) (?:is|would be|for this is)|(?:colleague|manager) .{0,40}(?:is responsible|handles|is in charge|takes care)|mistaken (?:identity|me)|confused me with/u,
  ],
  [
    3,
    /(?:falsche|nicht (?:der|die) (?:richtige|zuständige)|nicht (?:\p{L}+ ){0,2}zuständig|kein(?:e)? zuständig)|(?:wenden|richten) sie sich (?:\p{L}+ ){0,3}an|ansprechpartner(?:in)? (?:\p{L}+ ){0,4}ist|zuständig (?:\p{L}+ ){0,3}ist|nicht (?:mein|unser)(?:e)? (?:bereich|abteilung|aufgabe)|verantwortlich (?:\p{L}+ ){0,3}ist/u,
  ],
  [
    3,
    /pas la bonne personne|mauvaise? (?:personne|interlocut|adresse)|pas (?:\p{L}+ )?(?:le bon interlocuteur|la bonne interlocutrice|(?:en charge|responsable))|(?:contacter|adresser à|voir avec|rapprocher de) (?:mon|ma|notre|monsieur|madame|m\.|mme)|(?:no soy|no es) (?:la persona|el responsable|el adecuado|el encargado|la responsable|la encargada|mi área)|persona equivocada|(?:contacte|contactar|hable|hablar|diríjase|póngase en contacto) (?:con|a) |non sono (?:la persona|il responsabile|io|la referente|il referente)|persona sbagliata|(?:contattare|rivolgersi a|contatti|si rivolga a) |não sou (?:a pessoa|o responsável|a responsável)|pessoa errada|(?:contacte|contate|fale com|falar com) (?:o|a|os|as|meu|minha) /u,
  ],
  [
    3,
    /verkeerde (?:persoon|contact|adres)|niet de (?:juiste|goede) persoon|(?:niet verantwoordelijk|ga ik niet over|niet mijn afdeling)|(?:contact opnemen|neem contact op) met|fel person|(?:inte|ikke) (?:rätt|rette|riktig|rigtige|den rette|ansvarig|ansvarlig)|(?:kontakta|kontakt|prata med|snakk med|tal med) (?:gärna |istället |venligst |heller )?(?:min|vår|vores|vår|kollega)|forkert person|väärä (?:henkilö|ihminen)|en ole oikea|en vastaa|ottakaa yhteyttä|ota yhteyttä/u,
  ],
  [
    3,
    /niewłaściw\p{L}+ osob|nie jestem (?:właściw|odpowiedni|osobą)|nie zajmuję się|proszę (?:o kontakt|skontaktować się|kontaktować się) z|(?:nejsem|není) (?:správn|ta pravá|zodpovědn)|obraťte se na|kontaktujte prosím|nem én vagyok|rossz (?:személy|cím)|nem (?:hozzám|az én)|forduljon|не (?:тот|та) (?:человек|контакт|сотрудник)|не по адресу|не занимаюсь|(?:обратитесь|свяжитесь|обращайтесь|напишите) (?:к|с|пожалуйста)|yanlış kişi|doğru kişi değil|(?:ile|le) (?:iletişime|görüş)|ben bakmıyorum|ilgilenen kişi/u,
  ],
  [
    3,
    /担当(?:では|者では|外)|担当は|部署が(?:違|異)|找错人|不(?:是|由)我负责|不归我|负责人是|联系(?:我们的|我的)?(?:同事|经理)|담당자가 아닙|담당이 아닙|담당자는|잘못 (?:연락|보내)/u,
  ],
];

const interested: readonly Cue[] = [
  [
    3,
    /(?:i'm|i am|we're|we are|i'd be|i would be|we'd be|would be|am|are|very|definitely|quite|really|be|yes,?|certainly|sounds?) (?:very |definitely |really |quite |certainly |indeed |also )?(?:interested|keen|interesting|intrigued|curious)|^interested|(?:let's|let us|happy to|glad to|love to|like to|want to|open to|we can|can we|could we|shall we|keen to) (?:\p{L}+ ){0,3}(?:talk|chat|meet|speak|schedule|set up|book|call|learn more|hear more|know more|see|discuss|connect|jump on|hop on|find a time|do it|try|explore|go ahead|proceed|understand)|(?:sounds|looks|seems) (?:very |really |quite )?(?:good|great|interesting|promising|amazing|like a (?:good )?(?:plan|fit)|useful|perfect)|tell me more|send (?:me|us|over|through|it|along|more|the|a|your) ?(?:\p{L}+ ){0,3}(?:info|information|details|deck|proposal|quote|pricing|brochure|demo|link|calendar|invite|contract|times|over|case stud|one-?pager|material)|(?:book|schedule|set up|arrange) (?:a |the )?(?:call|demo|meeting|time|slot)|count (?:me|us) in|sign (?:me|us) up|when (?:can|could|are|would) (?:we|you) (?:\p{L}+ )?(?:talk|meet|call|available|free|chat|start|speak)|what (?:does it|would it|are your|is your|is the|are the) (?:cost|pric|rate|fee)|how much (?:does|is|would|do)|call me|give me a (?:call|ring)|(?:are|is|would) you (?:\p{L}+ )?(?:free|available)|(?:i'm|i am|we are) (?:free|available)|(?:works|work) for (?:me|us)|please (?:do\b|call|proceed|go ahead)|more (?:information|details|info) (?:please|would)|my number is|here(?:'s| is) my (?:calendar|number|calendly)|great timing|perfect timing|yes please/u,
  ],
  [
    2,
    new RegExp(
      String.raw`${start}(?:yes|yeah|yep|sure|absolutely|definitely|of course|ja|gerne|oui|sí|sì|sim|tak|да|ano|igen|evet|kyllä|はい)(?:[.!, ]|$)`,
      'u',
    ),
  ],
  [
    3,
    /(?:bin|sind|wäre|wären|habe|haben|hätte|hätten|klingt|besteht|grundsätzlich|großes|durchaus|sehr) (?:\p{L}+ ){0,3}(?:interesse|interessiert|interessant|spannend|gut an|vielversprechend)|(?:gerne?|bitte) (?:\p{L}+ ){0,5}(?:mehr|termin|informationen|infos|unterlagen|angebot|telefonieren|sprechen|anrufen|zusenden|schicken|kennenlernen|vereinbaren|an)|(?:schicken|senden) sie (?:mir|uns)|rufen sie (?:mich|uns)|wann (?:\p{L}+ ){0,3}(?:zeit|sprechen|telefonieren|passt)|was kostet|passt (?:mir|uns|gut)|mehr (?:erfahren|informationen|details)|termin (?:\p{L}+ ){0,2}(?:vereinbaren|ausmachen)|lassen sie uns|können wir (?:\p{L}+ ){0,3}(?:telefonieren|sprechen)/u,
  ],
  [
    3,
    /(?:suis|sommes|serais|serions|très|êtes|bien) (?:\p{L}+ ){0,2}intéress|m'intéresse|nous intéresse|intéressant|en savoir plus|volontiers|avec plaisir|(?:pouvez|pourriez)-vous (?:\p{L}+ )?(?:m'|me |nous |envoyer|m'envoyer|appeler)|(?:envoyez|appelez|transmettez)-(?:moi|nous)|rendez-vous|quels? (?:est|sont) (?:le|vos|les) (?:prix|tarif)|combien|disponible|plus d'informations/u,
  ],
  [
    3,
    /(?:me|nos) (?:\p{L}+ )?interesa|estoy interesad|estamos interesad|interesante|más información|(?:envíe|envíeme|mánde|mándeme|envíame|enviar|envía)\p{L}* (?:más|la|una|el|información)|(?:podemos|podríamos) (?:\p{L}+ )?(?:hablar|agendar|reunir|quedar)|cuánto cuesta|ll[aá]m[ae]me|agend(?:ar|amos|emos)|con gusto|claro que sí|me gustaría|nos gustaría|suena bien|cuándo/u,
  ],
  [
    3,
    /(?:sono|siamo|sarei|molto) (?:\p{L}+ )?interessat|mi interessa|ci interessa|interessante|maggiori informazioni|saperne di più|volentieri|(?:può|potete|potrebbe) (?:\p{L}+ )?(?:inviar|mandar|chiamar)|mi (?:chiami|mandi|invii)|quanto costa|fissare|sentirci|appuntamento|(?:tenho|temos|tem) interesse|estou interessad|estamos interessad|interessante|mais (?:informações|detalhes)|(?:pode|podem|poderia) (?:\p{L}+ )?(?:enviar|mandar|ligar)|gostaria|gostaríamos|vamos (?:conversar|marcar|falar|agendar)|quanto custa|agendar|marcar uma/u,
  ],
  [
    3,
    /(?:ben|zijn|heb|hebben|zeker|wel|klinkt) (?:\p{L}+ ){0,2}(?:geïnteresseerd|interesse|interessant|goed)|graag (?:\p{L}+ ){0,4}(?:meer|informatie|afspraak|bellen|horen|weten|ontvangen|zien)|meer (?:informatie|weten)|wat kost|bel (?:me|mij)|stuur (?:me|mij|maar)|wanneer|(?:är|är vi|jag är|låter|verkar|lyder|høres|er) (?:\p{L}+ ){0,2}(?:intresserad\p{L}*|intressant|interesser\p{L}*|interessant|spännande|spændende|spennende|bra|godt|gerne)|(?:gärna|gerne|gjerne) (?:\p{L}+ ){0,3}(?:mer|mere|höra|høre|møte|møde|möte|boka|vite|vide|veta|samtale)|berätta mer|fortæl mere|fortell mer|ring (?:mig|meg)|boka|vad kostar|hvad koster|hva koster|olen kiinnostun|olemme kiinnostun|kiinnosta(?:a|isi|va)|kuulostaa (?:hyvältä|kiinnostavalta)|lisätieto|kerro lisää|mitä (?:se )?maksaa|sovitaan|soittakaa|soita/u,
  ],
  [
    3,
    /(?:jestem|jesteśmy|byłbym|bardzo) (?:\p{L}+ )?zainteresowan|interesuje (?:mnie|nas)|brzmi (?:\p{L}+ )?(?:dobrze|ciekawie|interesująco)|ciekaw(?:e|a|i)|więcej informacji|proszę (?:o )?(?:więcej|przesłanie|przesłać|zadzwonić|kontakt w|telefon|oferty|ofertę)|chętnie|ile (?:to )?kosztuje|umówmy|porozmawiajmy|(?:máme|mám|mali) (?:\p{L}+ )?(?:zájem|záujem)|zajímá (?:mě|nás)|zní (?:\p{L}+ )?(?:zajímavě|dobře)|více informací|pošlete|kolik|rád bych|rádi bychom|zavolejte|érdekel|érdekes|több információ|szívesen|mennyibe|küldj|hívj|интересно|заинтересован|интересует|расскажите|подробнее|пришлите|вышлите|позвоните|сколько стоит|давайте|готовы обсудить|когда (?:можем|удобно)|ilgileniyor|ilgimi çek|ilginç|daha fazla bilgi|bilgi (?:alabilir|gönder|almak)|görüşelim|arayabilir|ne kadar|fiyat|uygun|цікав/u,
  ],
  [
    3,
    /興味(?:が|は)?(?:あり|ござい|深)|詳(?:細|しく|しい).{0,20}(?:教え|送|聞|お願い|伺|知り)|打ち合わせ|お話(?:を)?(?:伺|聞)|資料.{0,10}(?:送|お願い|ください)|ぜひ|感兴趣|有兴趣|發資料|请(?:发|联系|介绍|告诉|安排)|详细(?:信息|资料|介绍)|多少钱|价格|报价|可以(?:聊|谈|约)|約時間|관심(?:이)? ?있|관심 있|자세(?:한|히)|자료.{0,10}(?:보내|부탁)|미팅|통화 ?가능|연락 ?(?:주|부탁)|가격/u,
  ],
  [
    1,
    /\b(?:interest(?:ing|ed)|perhaps|possibly|curious|pricing|demo|next (?:week|month|quarter)|later|thanks?)\b/u,
  ],
];

export const cues = { unsubscribe, notInterested, wrongPerson, interested } as const;
