import type { BounceReason } from './reasons.ts';

/** Words of mail systems, in the order in which they count. No pattern has a repeat inside a repeat. */
export const wording: readonly { reason: BounceReason; says: readonly RegExp[] }[] = [
  {
    // A name server that did not answer proves nothing about the domain.
    reason: 'temporary',
    says: [
      /host not found, try again|malformed or unexpected name server|(?:host )?name lookup failure|temporary (?:lookup|dns|name)|name server.{0,40}(?:time|try again)|retry timeout exceeded/,
    ],
  },
  {
    reason: 'sender-authentication',
    says: [
      /\b(?:spf|dkim|dmarc|sender.?id)\b(?! signed)/,
      /unauthenticated (?:email|mail|sender|message)/,
      /authentication (?:information|required|checks?|failed|failure)/,
      /(?:not|isn't|fails? to) (?:pass(?:es)? )?authenticat/,
      /sender policy framework/,
      /\b[45]\.7\.(?:2[0-9]|3[0-2]|509|515)\b/,
    ],
  },
  {
    reason: 'sender-address',
    says: [
      /(?:reverse|ptr|rdns)[ -]?(?:dns|record|lookup|name|host|entry)?.{0,40}(?:not|no|fail|missing|without|invalid|lookup|record|required|must|fix)/,
      /\b(?:no|fix|missing|invalid|valid|your|cannot find your|without) (?:reverse|ptr|rdns)\b/,
      /ip (?:name|address) lookup failed|cannot (?:find|resolve) your (?:hostname|host|address|ip)|client host rejected: cannot find/,
      /domain of (?:the )?sender|(?:sender|from|return.?path|envelope).{0,30}domain.{0,30}(?:not exist|not found|not resolve|invalid|unknown|must (?:exist|resolve))/,
      /(?:\bsender|\bmail from|from address|originator|return.?path|envelope from) ?(?:address|mailbox)?.{0,80}(?:rejected|refused|denied|invalid|not (?:exist|valid|found|accepted|allowed|verif)|unknown|does not exist|verif(?:y|ication) failed|callout)/,
      /(?:rejected|refused|denied|invalid|bad|unknown|unroutable|unverifiable) (?:the )?(?:sender|envelope sender|return path|from address)/,
      /(?:helo|ehlo|my name).{0,60}(?:reject|invalid|not|need|denied|bad|fail)/,
      /could not verify sender|sender verify failed|valid sender domain|sender was rejected|sender not/,
    ],
  },
  {
    reason: 'invalid-domain',
    says: [/host or domain name not found|host not found|unknown host|(?:domain|host) does not exist/],
  },
  {
    // Words that mean only this. The longer list is below, after the words about senders, sizes and rates.
    reason: 'invalid-recipient',
    says: [
      /\b(?:user|recipient|mailbox|addressee)s?\b:? (?:is |was )?(?:unknown|not found|does not exist|doesn't exist)|(?:unknown|no such) (?:local |virtual )?(?:user|recipient|mailbox)\b|email account that you tried to reach does not exist|recipient address rejected: access denied/,
    ],
  },
  {
    reason: 'mailbox-full',
    says: [
      /(?:mailbox|account|inbox|user|recipient|storage|maildir|quota|mail box|folder|box).{0,60}(?:full|exceed|over ?quota|over (?:its )?(?:limit|quota|size)|out of (?:space|storage)|is over|too large|limit reached)/,
      /(?:over|exceed\w*|disk|mail|out of|insufficient|not enough) ?-?(?:disk )?(?:quota|storage)/,
      /quota.{0,20}(?:exceed|violat|full|reach|over)|full mailbox|mailfolder is full|not enough (?:free )?space|hard quota|message would exceed|no space left for|disk quota/,
      /received messages? at (?:a )?rate that|mbox.{0,10}full|mailbox has reached/,
    ],
  },
  {
    reason: 'too-large',
    says: [
      /(?:message|mail|size|content).{0,40}(?:too (?:big|large)|exceeds? .{0,40}(?:size|limit|maximum))|(?:size|length) limit|maximum (?:message|allowed|mail|file) size|exceeded.{0,20}message size|too (?:big|large) (?:for|message)/,
    ],
  },
  {
    reason: 'rate-limited',
    says: [
      /rate.?limit|too many (?:connection|message|mail|recipient|error|concurrent|session|email|invalid|unknown)|(?:sending|connection|message|hourly|daily) (?:rate|limit).{0,30}(?:exceed|reach|over)|throttl|maximum number of (?:connection|message)|exceeded.{0,30}(?:sending|daily|hourly|messages per)|too (?:fast|frequent)|concurren\w+ (?:connection|limit)|unusual rate/,
    ],
  },
  {
    reason: 'content',
    says: [
      /virus|malware|infected|trojan|phish/,
      /(?:considered|classified|detected|identified|looks? like|tagged|marked|rejected|blocked|flagged|appears?|seems?|suspected|contains?|likely|because|deemed|recognized).{0,40}\b(?:spam|uce|unsolicited|junk|bulk|spammy)\b/,
      /\bspam\b.{0,40}(?:detect|message|content|score|filter|reject|not accept|refused|denied|found|block)/,
      /(?:message|mail|content|header|attachment|body|subject|file|text|data|url|link|type).{0,40}(?:content|attachment|header)?.{0,20}(?:rejected (?:due|because|by)|not (?:allowed|permitted|accepted) .{0,20}content|content.{0,20}(?:reject|block|present|violat|inspection))/,
      /content (?:rejected|blocked|filter|restriction|policy|presents)|8-bit data|headers? (?:too|error|are)|message header|contains? (?:a )?(?:prohibited|forbidden|blocked|suspicious|banned|bad|illegal)|illegal attachment|uribl|surbl|multiple.{0,30}addresses? in/,
      /bare <?(?:lf|cr)|not (?:rfc|compliant)|rfc ?-?(?:2?822|5322)|invalid message|(?:duplicate|missing|malformed|invalid).{0,20}(?:header|from:|date|message-id)/,
    ],
  },
  {
    reason: 'sender-reputation',
    says: [
      /black ?-?list|block ?-?list|dnsbl|\brbl\b|spamhaus|spamcop|barracuda|sorbs|\bcbl\b|abuseat|\bsbl\b|\bpbl\b|\bxbl\b|blackhole|senderbase|senderscore|proofpoint|cloudmark|trendmicro|invaluement|uceprotect|mailspike/,
      /reputation|banned|suspicious (?:activity|ip|traffic)|has been blocked|is blocked|blocked (?:by|for|using|due|because|from|-)|block(?:ed)? your|on our block|been (?:temporarily )?(?:deferred|rate).{0,40}(?:complaint|abuse|unusual)|user complaints|unusual (?:traffic|volume)/,
      /(?:your|client|sending|sender|this|the|originating|connecting) ?(?:ip|host|server|network|mail server|isp|domain)(?: address)?.{0,60}(?:reject|block|denied|refus|listed|not (?:allowed|accepted|authorized|permitted|trusted|welcome)|ban|deny|is on|is in|poor|bad|prohibit)/,
      /(?:connection|connections|host|server|ip|client|hostname)\b.{0,40}(?:refused|rejected|not accept|denied|blocked|dropped) (?:by|from|due|because|your|for|:)|not accepting (?:connections|mail from)|access (?:from|denied from)|dynamic (?:ip|address)|dial-?up|residential|mail from .{0,60}(?:rejected|refused|not accepted|blocked|denied)|no longer accept.{0,30}from|refused to talk to me|you are not (?:allowed|permitted|authorized)|spammer|abuse|open (?:relay|proxy)|country.{0,20}(?:block|not)|\(bl\)|\bs3150\b|\bs3140\b/,
    ],
  },
  {
    reason: 'not-relayed',
    says: [
      /relay(?:ing)?.{0,30}(?:denied|not (?:permitted|allowed|authorized|accept)|prohibited|refused|access|rejected|disabled)|(?:unable|not (?:permitted|allowed|authorized)|refus\w+|cannot|can't|denied|we do not|no) (?:to )?relay|not a relay|rcpthosts|relay (?:access )?denied|not (?:a )?local(?:ly)? (?:domain|host)|domain isn't in my list/,
    ],
  },
  {
    reason: 'moved',
    says: [
      /no longer on (?:this )?server|(?:user|recipient|account|mailbox|address|customer|he|she) (?:has|have) moved|has (?:moved|left|changed)|not our (?:user|customer)|moved (?:permanently|to)|new address|address (?:has )?changed|has been replaced|user not local.{0,20}try|try .{0,5}forward-?path/,
    ],
  },
  {
    reason: 'mailbox-inactive',
    says: [
      /(?:account|mailbox|user|recipient|address|domain|email|customer|box)\b.{0,60}(?:suspend|disabled|inactive|locked|deactivat|frozen|expired|blocked|on hold|closed temporarily|temporarily (?:unavailable|disabled|locked|suspended)|not (?:currently )?(?:active|accepting|enabled)|inaccessible|is invalid temporarily)/,
      /(?:disabled|suspended|deactivated|locked|expired) (?:recipient|user|account|mailbox|address|email)|(?:out of|billing|overdue) ?(?:money|payment|fee)|vacation (?:hold|mode)|will not accept mail|not (?:been )?(?:activated|logged)|has been disabled/,
    ],
  },
  {
    reason: 'invalid-recipient',
    says: [
      /(?:user|recipient|mailbox|address|account|addressee|username|local part|alias|person|customer|email|mail box|id|inbox|destinat\w+|box|name|subscriber|member|login|rcpt|empfaenger|empfänger|utilisateur|usuario|benutzer)\b.{0,100}(?:unknown|not? (?:exist|found|known|here|valid|listed|available|such|recogni[sz]ed|match|local|a valid|been found|present|registered|a known|defined|have an? account)|does ?n.?o?t.{0,8}(?:exist|match|have)|doesn't|isn't|invalid|undeliverable|unavailable|no such|cannot be found|could not be found|couldn't be (?:found|delivered)|wasn't found|was not found|unrecogni[sz]ed|non ?-?exist|bekannt|inconnu|desconocid|inexist|no existe|invalide|deleted|terminated|removed|discontinued|no longer (?:exist|valid|available|active|in use|with|work|accept)|gone)/,
      /(?:unknown|invalid|no such|nonexist\w*|non-exist\w*|not a valid|bad|illegal|unrecogni[sz]ed|undeliverable|incorrect|wrong|undefined|unrouteable|unroutable|missing|can't find|cannot find|couldn't find|not an? (?:existing|known)|no|unable to find|unresolvable|unbekannte?r?|ungültige?r?) ?(?:local |virtual |email |e-mail |mail |destination |final |such |the |valid |smtp |in |such |to: )*(?:user|recipient|mailbox|address|account|addressee|username|alias|person|customer|rcpt|login|member|subscriber|inbox|empfänger|here by that name|rcpt to|recipients)/,
      /no (?:such|one|mailbox|account|user|valid|local|recipient|person).{0,40}(?:here|by that name|found|exist|name)|user.?unknown|nosuchuser|recipnotfound|recipient not found|not listed in (?:the )?(?:domino|public name|directory|name)|not found in (?:the )?(?:domino|directory|address)|not exist|unknown recipient|address rejected|550 requested action not taken: mailbox unavailable|adresse.{0,40}invalide|domino directory|address lookup|user is unknown|recipient verify|cannot route|we do not have|does not have an? .{0,20}account|bad destination|rcpt to.{0,20}(?:rejected|invalid)|(?:ディレクトリ|ユーザー?|宛先|メールボックス|アドレス|リスト).{0,30}(?:見つかりません|ありません|存在しません|不明)|存在しない(?:ユーザー?|宛先|アドレス)/,
    ],
  },
  {
    reason: 'invalid-domain',
    says: [
      /host (?:or domain name )?(?:name )?(?:unknown|not found|does not exist|lookup (?:did not|failed))|unknown (?:host|domain)|(?:domain|host|mail ?host|hostname).{0,60}(?:not (?:exist|found|valid|registered|be found)|does not exist|doesn't exist|unknown|non ?-?exist|unrouteable|invalid|no longer exist|could not be found)|nxdomain|no such (?:host|domain)|name (?:service|server|or service).{0,40}(?:not found|host not found|not known)|couldn't find any host|no (?:mx|mail exchanger|mail server|mail hosts?|a record).{0,60}(?:found|record|for|listed|domain|exist)|mail exchanger|unrouteable (?:mail )?domain|unrouteable address|illegal host|bad (?:destination )?(?:host|domain|system)|name error|host unknown|address family not supported/,
      /no smtp service|does not (?:accept|receive|handle) (?:any )?(?:e-?mail|mail|messages)|null ?mx|no mail (?:service|is accepted|here)|not accept(?:ing)? (?:e-?mail|mail|messages|any mail)\b(?! from)|smtp protocol (?:violation )?diagnos|does not speak smtp/,
    ],
  },
  {
    reason: 'temporary',
    says: [
      /time(?:d)?[ -]?out|connection (?:refused|lost|reset|closed|broken|dropped|failed)|(?:try|retry) (?:again|later)|try.{0,10}later|temporar|greylist|gr[ae]y-?list|expired|could not (?:connect|be contacted)|unable to (?:connect|contact)|no route|unreachable|system (?:error|full|problem|not|resources)|insufficient (?:system|disk|resource)|disk (?:space|full)|service (?:unavailable|not available)|not responding|loop|too many hops|internal (?:error|server)|i\/o error|malformed or unexpected|couldn't create|cannot (?:open|create|append|write)|i wasn't able to establish|deferred|too long|retry time|queue|local (?:error|problem|configuration)|out of memory|program|pipe|procmail|unable to|could ?n.?t (?:be )?connect|mailer|command/,
    ],
  },
  {
    reason: 'policy',
    says: [
      /policy|administrative|prohibit|not (?:permitted|allowed|authorized)|denied|security|violat|restrict|reject|refus|block|encrypt|tls|transaction failed/,
    ],
  },
];
