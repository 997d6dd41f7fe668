"""Domains whose addresses are given to the public: sharing one makes nobody a colleague."""

FREEMAIL_NAMES = frozenset(
    {"aol", "gmx", "hotmail", "live", "msn", "outlook", "rocketmail", "yahoo", "ymail", "yandex"}
)
"""Brands with a domain per country: gmx.at, hotmail.co.uk, yahoo.com.br."""

_LISTED = """
126.com 139.com 163.com 189.cn aim.com aliceadsl.fr aliyun.com arcor.de att.net bellsouth.net bigpond.com bluewin.ch
bol.com.br btinternet.com charter.net comcast.net cox.net daum.net duck.com earthlink.net email.com email.cz
email.de fastmail.com fastmail.fm foxmail.com free.fr freenet.de gmail.com gmail.de gmx.net googlemail.com
hanmail.net hey.com home.nl hushmail.com icloud.com ig.com.br iinet.net.au inbox.lv inbox.ru interia.pl juno.com
kpnmail.nl laposte.net libero.it list.ru mac.com mail.com mail.de mail.ru mailbox.org me.com naver.com netzero.net
ntlworld.com o2.pl onet.pl online.de op.pl optonline.net optusnet.com.au orange.fr passport.com pm.me posteo.de
posteo.net posteo.org proton.me protonmail.ch protonmail.com qq.com rambler.ru rediffmail.com rogers.com sapo.pt
sbcglobal.net seznam.cz sfr.fr shaw.ca sina.cn sina.com sky.com skynet.be sohu.com sympatico.ca t-online.de
talktalk.net telenet.be terra.com.br tiscali.it tuta.com tuta.io tutanota.com tutanota.de ukr.net uol.com.br
verizon.net virgilio.it virginmedia.com vodafone.de voila.fr volny.cz wanadoo.fr web.de windowslive.com wp.pl
xtra.co.nz ya.ru yeah.net ziggo.nl zoho.com zohomail.com zonnet.nl
"""

FREEMAIL_DOMAINS = frozenset(_LISTED.split())
