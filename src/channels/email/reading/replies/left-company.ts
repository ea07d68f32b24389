/** Words by which a person, or the mailbox left behind, says that somebody has left for good. Eighteen languages. */
const left: readonly RegExp[] = [
  /passed away|has died|\bdied (?:in|on|last)|deceased|made redundant|was (?:laid off|let go)|\bleft \p{L}+(?: \p{L}+)? (?:at the end of|in|last|on) |(?:he|she|mr\.? \p{L}+|ms\.? \p{L}+|mrs\.? \p{L}+) (?:retired|quit|resigned|departed)|isn't coming back|work here (?:no more|any ?more)|nu mai lucreaz/iu,
  /no longer (?:with|at|works?|working|employed|part of|an employee|in (?:this|that) (?:role|position))|(?:has|have|had|i've|he's|she's) (?:now |since |recently )?left (?:the )?(?:company|organi[sz]ation|firm|business|team|us)|(?:has|have) left [\p{L}\d]|left the company|(?:does|do|is) n(?:o|')t work (?:here|for|with|at)|doesn't work (?:here|for|with|at)|not (?:employed|working) (?:here|at|by|with)|my last (?:working )?day (?:at|with|was|is|in)|has (?:retired|resigned|departed|moved on)|(?:i have|i've|have) (?:retired|resigned|moved on)|is retired|parted ways|mailbox is no longer (?:monitored|in use|active)|(?:ceased|ended) (?:employment|working)/iu,
  /nicht mehr (?:\p{L}+ ){0,3}(?:beschäftigt|tätig|im unternehmen|bei|für|angestellt|erreichbar unter)|(?:unternehmen|firma|uns) (?:\p{L}+ ){0,3}verlassen|ausgeschieden|im ruhestand|arbeitet nicht (?:mehr|länger)|letzter arbeitstag/iu,
  /ne (?:fait|fais|travaille|travaillent) plus (?:partie|chez|dans|pour|ici|avec)|a quitté|ai quitté|n'est plus (?:en poste|dans|chez|employé|salarié)|plus partie (?:de|du)|parti(?:e)? (?:à|en) (?:la )?retraite/iu,
  /ya no (?:trabaja|trabajo|forma parte|está|pertenece|labora)|ha dejado (?:la empresa|de trabajar)|dejó (?:la empresa|de trabajar)|se ha jubilado/iu,
  /non (?:lavora|lavoro|fa|faccio) più|ha lasciato (?:l'azienda|la società)|non è più (?:in azienda|parte|alle)|è andat[oa] in pensione/iu,
  /(?:já )?não (?:trabalha|trabalho|faz(?:o)?(?: mais)? parte|está)(?: mais)? (?:na|no|nesta|connosco|conosco|aqui|da|parte|em)|não (?:trabalha|faz) mais|deixou a empresa|saiu da empresa/iu,
  /niet (?:meer|langer) (?:werkzaam|in dienst|bij|werk)|werkt (?:hier )?niet (?:meer|langer)|uit dienst|heeft (?:\p{L}+ )?(?:verlaten|afscheid)|met pensioen/iu,
  /(?:jobbar|arbetar|är) (?:inte|ej) (?:längre|kvar)|har slutat|slutat (?:på|hos)|(?:arbejder|jobber|ansat|ansatt|er) (?:ikke|ej) længere|ikke (?:længere|lenger) (?:ansat|ansatt|hos|i|jobber|arbejder)|jobber ikke lenger|har sluttet|er fratrådt|har stoppet hos|ei (?:ole )?(?:enää|työskentele enää)|en työskentele enää|on lopettanut|siirtynyt (?:toisen|eläkkeelle)/iu,
  /nie (?:pracuje|pracuję|jest) już|już nie (?:pracuje|pracuję)|odszedł|odeszła|zakończył(?:a|em|am)? (?:współpracę|pracę)|již (?:ne|v|u nás ne)|už (?:ne|u nás ne|v)?pracuj|nepracuje|odešel|opustil|már nem dolgoz|nem dolgozik (?:már|nálunk)|távozott/iu,
  /больше не работа|уже не работа|уволил|покинул|не работает (?:в|у)|більше не працю|artık (?:çalışm|burada|şirket)|çalışmamakta|çalışmıyor|ayrıl(?:dı|mış|dım)|emekli/iu,
  /退職|退社|転職|異動|离职|離職|不再(?:任职|在|工作)|已经离开|已離開|퇴사|퇴직|그만두/u,
];

export function saysLeft(text: string): boolean {
  const head = text
    .slice(0, 4_000)
    .replaceAll('’', "'")
    .replaceAll(/\b(do|does|did|is|was|wo|ca)nt\b/gi, "$1n't")
    .replaceAll(/\s+/g, ' ');
  return left.some((pattern) => pattern.test(head));
}
