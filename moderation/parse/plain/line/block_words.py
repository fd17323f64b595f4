"""The conventions by which news pages word captions, credits, promotions and furniture, in several languages.

All but `TAIL_CAPTION` are matched at the beginning of a line: searching every paragraph for thirty phrases costs more
than the rest of the parser. All but `BYLINE` are for lines in lower case: an alternative that differs in its first
letter is passed over at once then, which `re.IGNORECASE` prevents at four times the cost.
"""

from __future__ import annotations

import re
from typing import Final

CAPTION: Final = re.compile(
    r"(?:pictured|photo(?:graph)?|image|picture|caption|video|illustration|graphic|bild|foto|symbolbild|archivbild"
    r"|archivfoto|légende|imagen|figura|grafik|infografik|vidéo|vídeo|immagine)\b[^:.]{0,40}:"
    r"|pictured\b(?=[ ,:])"
    r"|(?:above|below|left|right|top|inset|centre|center|main|oben|unten|links|rechts|ci-dessus|ci-dessous|arriba"
    r"|abajo)"
    r"(?: (?:left|right|image|picture|photo))?:\s"
    r"|(?:auf (?:diesem|dem) (?:undatierten )?(?:archiv)?(?:bild|foto)|(?:undatiertes |ein )archiv(?:bild|foto))\b"
    r"|(?:sur cette )?(?:photo|image) d['’](?:archives?|illustration)\b|(?:en esta )?(?:foto|imagen) de archivo\b"
    r"|foto d['’]archivio\b",
)
FILE_PICTURE: Final = re.compile(
    r"(?:in )?(?:this |an? |the )?(?:[\w-]+ ){0,2}file (?:photo|image|picture|pic)\b",
)
TAIL_CAPTION: Final = re.compile(
    r"[(\[](?:images?|photos?|pictures?|pics?|credit|file photo|foto|bild|quelle|crédit|imagen|archivfoto|getty"
    r"|ap photo|reuters|afp|dpa|pa wire|epa|efe|ansa)\b[^)\]]{0,80}[)\]]$",
)
CREDIT: Final = re.compile(
    r"[(\[]?(?:additional |further |extra |with )?"
    r"(?:reporting|research|writing|editing|photograph(?:y|s)|graphics?|words|pictures|translation)"
    r"(?: and (?:reporting|writing|editing|research))? by\b|(?:image |photo |picture )?credits?:"
    r"|(?:written|reported|edited|compiled|posted|published|interview|(?:a )?report|analysis|review)\s+by\b.{0,80}$"
    r"|posted (?:on|in|at) .{0,100}$|sources?: .{0,80}$"
    r"|(?:mit material von|mitarbeit|quelle|foto|fotos|text|redaktion|übersetzung)\s*:\s.{1,80}$"
    r"|(?:ein (?:bericht|kommentar|interview|gastbeitrag) von|veröffentlicht (?:am|von)"
    r"|aus .{2,20} berichtet)\b.{0,80}$"
    r"|(?:avec (?:afp|reuters|ap)|crédits?(?: photo)?\s*:|propos recueillis par|publié (?:le|par)|mis à jour le"
    r"|texte\s*:|rédaction\s*:).{0,100}$"
    r"|(?:con información de|texto\s*:|fotos?\s*:|publicado (?:el|por)|actualizado (?:el|a las)|redacción\b[ ,"
    r"|–-]).{0,80}$"
    r"|(?:di|scritto da|pubblicato (?:il|da))\s.{1,60}\d{4}.{0,20}$"
    r"|\((?:reuters|ap|afp|dpa|efe|ansa|pa)\)$",
)
# A byline has capitals where a sentence that opens with "By" has not.
BYLINE: Final = re.compile(
    r"(?:by|BY|By|Von|VON|Par|PAR|Por|POR|Di)\s+(?:[A-ZÀ-Þ][\w.'’-]*[,\s]*(?:(?:and|in|for|und|et|y|e|de|van"
    r"|von)\s+)?){1,8}"
    r"(?:[|•,·–-].{0,60}\d.{0,30})?"
)
PROMO: Final = re.compile(
    r"(?:most (?:read|popular|viewed|shared|commented)|read (?:more|also|next|the (?:full|whole|rest|original))"
    r"|more (?:on|from|stories|news|about)\b|related\b|see also|also read|also see|recommended|trending|don['’]t miss"
    r"|you (?:may|might) (?:also )?like|editor['’]?s['’]? (?:picks?|choice)|sign up|subscribe|newsletter|follow us"
    r"|join (?:us|our)\b|download (?:the|our) (?:free )?app|watch(?: now| more| the video)?:|listen(?: now)?:"
    r"|find out more|learn more|for more (?:stories|news|information|on)\b|promoted|sponsored|in case you missed"
    r"|what to read next|top stories|continue reading|get (?:the|our) .{0,40}(?:briefing|newsletter|updates|inbox)"
    r"|(?:enter )?your e-?mail address|exclusive to\b|latest (?:news|stories)|popular (?:now|stories|posts)"
    r"|breaking news$"
    r"|lesen sie (?:auch|mehr|hier)|(?:auch|mehr) (?:interessant|zum thema|dazu|aus)\b|zum thema|das könnte (?:sie"
    r"|dich)"
    r"|meist(?:gelesen|kommentiert)|jetzt (?:kostenlos |gratis )?(?:anmelden|abonnieren|testen)|abonnieren"
    r"|tipp der redaktion"
    r"|weitere (?:artikel|themen|nachrichten)|folgen sie uns|empfohlener (?:inhalt|artikel)|auch interessant"
    r"|(?:à )?lire (?:aussi|également|notre)|(?:à )?voir aussi|sur le même (?:sujet|thème)|les plus (?:lus|vus"
    r"|commentés)"
    r"|abonnez-vous|inscrivez-vous|recevez (?:notre|nos|la)|suivez-nous|articles? (?:liés|similaires)"
    r"|pour aller plus loin"
    r"|lee (?:también|además|más)|lea (?:también|además)|te puede interesar|(?:lo )?más (?:leído|visto|noticias"
    r"|información)"
    r"|suscríbe(?:te|se)|síguenos|recibe (?:nuestra|la|el)|noticias relacionadas|leggi anche|(?:i )?più letti|iscriviti"
    r"|leia (?:também|mais)|veja também|lees ook|meer over"
    r"|zobacz (?:też|także)|czytaj także|przeczytaj też|läs också|(?:diğer|ilgili) haberler)",
)
FURNITURE: Final = re.compile(
    r"(?:to )?(?:suggest|report|point out|flag|spot(?:ted)?|found|see) (?:an? )?(?:\w+ )?"
    r"(?:correction|clarification|error|typo|mistake|problem)\b|advert(?:isement|ising)?$|(?:story|article) continues"
    r"|share\b.{0,40}$|(?:tweet|print|e-?mail|save|menu|search|home|close|loading|back to top|skip to .{1,30}|next"
    r"|previous)$"
    r"|(?:copyright\b|©|all rights reserved)|(?:blog )?comments powered by \w+\W*$|skip (?:the|to) navigation$"
    r"|please enable javascript to (?:view|see|post)\b"
    r"|you are using an (?:outdated|old|unsupported) (?:version|browser)"
    r"|(?:sign in|log in|login|register|sign up)\b.{0,40}$|(?:tags?|filed under|topics?|categories|posted in|labels):"
    r"|(?:(?:first |last )?(?:updated|published|modified|posted))\b.{0,60}\d"
    r"|(?:correction|clarification|korrektur|rectificatif|corrección|erratum"
    r"|editor['’]s note)\s*:\s*(?:\w+\.? \d{1,2}.{0,20})?$"
    r"|[\d.,]+ (?:views|shares|likes|followers|reads|aufrufe|vues|visualizaciones)\b.{0,20}$"
    r"|(?:sort(?:ed)? by|order by|sortieren nach|trier par|ordenar por|neueste zuerst|älteste zuerst|plus récents"
    r"|newest|oldest|best rated)\b.{0,60}$|(?:most relevant|all comments(?: ?\(\d+\).{0,20})?|top comments)$"
    r"|(?:add|write|leave|post) a (?:public )?(?:comment|reply|response)\W{0,3}$|what are your thoughts\W{0,3}$"
    r"|(?:top|most (?:liked|recent)|reader picks|nyt picks|all reader picks|sort|filter)$"
    r"|(?:comments are closed|the comments section is closed)\b.{0,60}$"
    r"|(?:kommentar hinzufügen|ajouter un commentaire|añade un comentario|añadir un comentario|aggiungi un commento"
    r"|adicionar um comentário|schrijf een reactie)\W{0,3}$"
    r"|(?:join the discussion|be the first to (?:comment|reply)|have your say"
    r"|share your thoughts|say something|show less|view all|threads (?:expanded|collapsed))\b.{0,30}$"
    r"|\d+ (?:posts?|messages?|beiträge|mensajes)\b.{0,30}$|(?:page|seite|página) \d+ (?:of|von|sur|de) \d+"
    r"(?:\s(?:next|previous|weiter|suivante?|siguiente))?$"
    r"|\d+ (?:comments?|kommentare?|commentaires?|comentarios?)\b.{0,40}\blogin$|\d+% upvoted$|this thread is .{2,20}$"
    r"|(?:all )?\d+ comments sorted by\b.{0,20}|(?:recommend|favorite) \d+$"
    # Accounts and legal lines in other languages
    r"|anzeige$|werbung$|(?:anmelden|einloggen|registrieren|startseite|menü|suche|teilen|drucken|schließen)$"
    r"|(?:stand|aktualisiert|veröffentlicht|zuletzt)\s*:?\s.{0,40}\d|impressum\b.{0,40}$|mehr anzeigen$"
    r"|publicité$|(?:se connecter|connexion|accueil|partager|imprimer|fermer|rechercher|réagir|menu)$"
    r"|publicidad$|(?:iniciar sesión|inicio|compartir|imprimir|cerrar|buscar|normas|regístrate)$|pubblicità$"
    r"|publicidade$"
    r"|(?:zaloguj się|logga in för att|giriş yap|inloggen om|accedi per|entre para|inicia sesión para)\b.{0,50}$"
    r"|[\d.,]+ (?:stemmen|stimmen|votes|votos|voti|röster|głosów|oy)$"
    r"|(?:zubereitungszeit|lesezeit|temps de lecture|tiempo de lectura|reading time)\b.{0,20}$|\d+ min(?:utes?)? read$",
)
# These stand anywhere in a line; `+` or `ookie` or `lick here` in it is asked for first.
FURNITURE_INSIDE: Final = re.compile(
    r"\b(?:ctrl|cmd|strg|control)\s*\+\s*\w+|\bclick here\b.{0,40}$"
    r"|\bcookies?\b.{0,120}\b(?:accept|settings|policy|preferences|partners|akzeptieren|zustimmen|einstellungen"
    r"|accepter"
    r"|paramétrer|aceptar|configurar|accetta|stimmen)",
)

# The first two or three letters of what the patterns take that stand at the beginning of a line, where those are Latin:
# of all but `FILE_PICTURE`, which opens with any word.
CAPTION_OPENINGS: Final = frozenset(
    """aba abo arc arr auf bel bil cap cen ci- ein en fig fot gra ill ima imm inf ins lef lin lég mai obe pho pic rec
    rig sur sym top und unt vid víd""".split()  # noqa: SIM905 - a list of openings
)
CREDIT_OPENINGS: Final = frozenset(
    """a r|act|add|ana|aus|ave|com|con|cre|cré|di|edi|ein|ext|fot|fur|gra|ima|int|mis|mit|pho|pic|pos|pro|pub|que|red
    rep|res|rev|réd|scr|sou|tex|tra|ver|wit|wor|wri""".replace("\n    ", "|").split("|")
)
BYLINE_OPENINGS: Final = frozenset({"by", "di", "par", "por", "von"})
PROMO_OPENINGS: Final = frozenset(
    """abo|als|art|auc|bre|con|czy|das|diğ|don|dow|edi|emp|ent|exc|fin|fol|for|get|i p|ilg|in |ins|isc|jet|joi|lat|lea
    lee|leg|lei|les|lir|lis|lo |läs|mee|meh|mei|mor|mos|más|new|not|più|pop|pou|pro|prz|rea|rec|rel|see|sig|spo|sub|sui
    sur|sus|síg|te |tip|top|tre|vej|voi|wat|wei|wha|you|zob|zum""".replace("\n    ", "|").split("|")
)
FURNITURE_OPENINGS: Final = frozenset(
    """acc|add|adi|adv|agg|ajo|akt|all|anm|anz|art|aña|bac|be |bes|blo|bus|cat|cer|cla|clo|com|con|cop|cor|dru|e-m
    edi|ein|ema|ent|err|fav|fer|fil|fir|fla|fou|gir|hav|hom|imp|ini|inl|joi|kom|kor|lab|las|lea|les|loa|log|meh
    men|mod|mos|neu|new|nex|nor|nyt|old|ord|pag|par|ple|plu|poi|pos|pre|pri|pub|pág|rea|rec|reg|rep|réa|sav|say
    sch|se |sea|see|sei|sha|sho|sig|ski|sor|spo|sta|sto|suc|sug|tag|tei|tem|the|thi|thr|tie|to |top|tri|twe|upd
    ver|vie|wer|wha|wri|you|zal|zub|zul""".replace("\n    ", "|").split("|")
)
