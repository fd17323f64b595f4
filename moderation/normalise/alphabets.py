"""Alphabets that people dress a word up in, letter by letter: turned ones, and scripts whose signs look Latin.

Unlike the look-alikes of the fold these belong to living languages or show another letter than they are (a turned `d`
is a `p`), so a token is read so only where a word that is looked for comes out, whole. Drawn by eye from the charts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from moderation.normalise.letters import fold_letter
from moderation.normalise.lookalikes import LOOKALIKES
from moderation.normalise.signs import ANY, SIGNS
from moderation.normalise.walk import Option, Options

_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
# One line an alphabet, in the order of ours; a dot where it has no letter.
_DRESSES: Final = (
    "ᗩᗷᑕᗪᕮᖴᘜᕼᓰᒍᖽᒪᗰᘉᗝᑭᕴᖇSᖶᑌᐯᗯ᙭ᖻᗱ",
    "ᗩᗷᑕᗪEᖴGᕼIᒍKᒪᗰᑎOᑭᑫᖇᔕTᑌᐯᗯ᙭Yᘔ",
    "ᗅᗸᑢᗫᗴᖵᘏᕻᓿᒎᖾᒫᘻᘈᗢᑬᕸᖉᔖᖶᑗᐻᗹ᙮ᖼᙆ",
    "ᗋᗹᑣᗬᘿᖷᘐᕽᓮᒏᖿᒬᙢᘊᗣᑮᕹᖈᔅᖸᑘᐺᗻ᙭ᖽᙅ",
    "ꍏꌃꉓꀸꍟꎇꁅꃅꀤꀭꀘ꒒ꂵꈤꂦꉣꆰꋪꌗ꓄ꀎꃴꅏꊼꌩꁴ",
    "ꋫꃃꏸꁕꍟꄘꁍꑛꂑꀭꀗ꒒ꁒꁹꆂꉣꁸ꒓ꌚ꓅ꐇꏝꅐꇓꐟꁴ",
    "ᏗᏰፈᎴᏋᎦᎶᏂᎥᏠᏦᏝᎷᏁᎧᎮᎤᏒᏕᏖᏬᏉᏇጀᎩፚ",
    "ᎪᏴᏟᎠᎬᎰᏀᎻᎥᎫᏦᏞᎷᏁᎾᏢᎤᎡᏚᎢᏌᏙᏔᎲᎩᏃ",
    "ᎪᏴᏟᎠᎬᎰᏀᎻᎥᎫᏦᏞᎷNᎤᏢᎤᏒᏚᎢᏌᏙᎳᎲᎽᏃ",
    "ⲁⲃⲥⲇⲉϥϭⲏⲓϳⲕⲗⲙⲛⲟⲣϥⲅⲋⲧⲩⲩⲱⲭⲩⲍ",
    "աբcժeֆցհiյkլmոօքգrտtսvաxվz",
    "ልጌርዕቿቻኗዘጎጋጕረጠክዐየዒዪነፕሁሀሠሸሃጊ",
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรtยשฬאץz",
    "ค๖¢໓ēfງhiวkl๓ຖ໐p๑rŞtนงຟxฯຊ",
    "卂乃匚ᗪ乇千ᘜ卄丨ﾌҜㄥ爪几ㄖ卩Ɋ尺丂ㄒㄩᐯ山乂ㄚ乙",
    "ﾑ乃cd乇ｷgんﾉﾌズﾚﾶ刀oｱゐ尺丂ｲu√wﾒﾘ乙",
    "λ8ᄃÐΣFGHIJKᄂMПӨPQЯƧƬЦVЩXΨZ",
    "αвcdєfgнijкlмиσpqяsтυvωxуz",
    "₳฿₵ĐɆ₣₲ⱧłJ₭Ⱡ₥₦Ø₱QⱤ₴₮ɄV₩ӾɎⱫ",
    "αɓƈ∂εƒɠɦιʝκℓɱη๏ρɋʀʂτυνωχγʑ",
    "ǟɮƈɖɛʄɢɦɨʝӄʟʍռօքզʀֆȶʊʋաӼʏʐ",
    "åß¢Ðê£gh¡jklmñðþqr§†µvwx¥z",
    "ДБCDЕFGНІJКLМЙФРQЯЅТЏVШЖУZ",
    "аьсԁефгнијклмпорԛгѕтцѵшхуз",
    "ɑʙсժҽғǥһɩјĸӏɱηօƿԛгѕτսѵԝхʎʐ",
    "աҍçժҽƒցհìʝҟӀʍղօքզɾʂէմѵաҳվՀ",
    "∀ᙠƆᗡƎℲ⅁HIſ⋊˥WNOԀΌᴚS⊥∩ΛMX⅄Z",
    "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ",
    "ᴬᴮᶜᴰᴱᶠᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾqᴿˢᵀᵁⱽᵂˣʸᶻ",
    "ɐqɔpǝɟƃɥıɾʞlɯuodbɹsʇnʌʍxʎz",
    "ɐqɔpǝɟɓɥᴉſʞןɯuodbɹsʇnʌʍxʎz",
    "ɐqɔpəɟɠɥᴉʝʞꞁɯuodbɹsʇnʌʍxʎz",
    "ɒdɔbɘʇǫʜiꞁʞlmᴎoqpɿƨƚuvwxγz",
    "αßςδεφgηιjκλμπθρqяšτüνωχψζ",
    "ÁßČĎĔŦĞĤĨĴĶĹМŃŐРQŔŚŤÚVŴЖŶŹ",
    "ᎯᏏᏨᏧᎬᎰᏀᏲᏆᎫᏦᏞᎷᏁᎾᏢᎤᎱᏕᏆᏌᏤᏇᎲᎽᏃ",
    "ⲁⲃⲥⲇⲉϥϭϩⲓϳⲕⲗⲙⲛⲟⲣϥⲅⲥⲧⲩⲩⲱⲭⲩⲍ",
    "卂乃匚刀乇下厶廾工丁片乚爪几口尸甲尺丂丅凵vшメ丫乙",
    "אbcdefgהוjkןmחסקqrsזטvשxץz",
    "ᚨᛒcᛞᛖᚠᚷᚺᛁᛃᚲᛚᛗᚾᛟᛈqᚱᛋᛏᚢvᚹxyᛉ",
    "ᚣᛒᛈᚦᛊᚠᚵᚻᛁᛇᛕᛚᛖᚿᛜᚹqᚱᛊᛏᚢᚡᚥᚷᛉᛎ",
    "𐌀𐌁𐌂𐌃𐌄𐌅𐌂𐌇𐌉𐌉𐌊𐌋𐌌𐌍𐌏𐌐𐌒𐌓𐌔𐌕𐌖𐌅𐌖𐌗𐌙𐌆",
    "ⵠbⵎdⴹfgⵂⵊjkⵏmnⵔpⵕrsⵜⵡⴷwⵝⵖⵉ",
    "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵",
    "∆þ⊂ძ∃ƒgh∣⌋kℓmη∅þqrʃ†∪∨шxyz",
    "αβcδεfgηιjκlμηοpqrςτυνωχγζ",
    "åß©Ðê£gh¡jklmñ°¶q®§†µvw×¥z",
    "ᎪᏴᏟᎠᎬfᏀᎻᎥᎫᏦᏞᎷnᏫᏢqᎡᏚᎢuvᎳxᎩᏃ",
    "двсdэfgнїjклмифрqяѕтцvшжчз",
    "ค๒ς๔єŦﻮђเןкɭ๓ภ๏קợгรՇยשฬאץչ",
    "ąცƈɖɛʄɠɧıʝƙɭɱŋơƥզཞʂɬų۷ῳҳყʑ",
    "▲bcdΣfgh│jk│m∩⭕pqr∫┼⋃∨w❌yz",
    "ム乃ᄃりモキgんノフケレﾶ刀のアゐ尺丂ナひ√wメリ乙",
    "ล๒ς๔єŦﻮђเןкɭ๓ท๏קợгร†นשฬאץz",
    "∀ß⊂∂∃ƒ⅁ℏ∣⌡κ⌊m∩∘ρqℜ∫⊤∪∨ω×γℤ",
    "₳฿¢₫€ƒ₲hijk£m₦o₱qrs₮uv₩x¥z",
    "ახcძპfგhίjკlოnიpqრsτυvwxყz",
    "ꬰbcdꬲꬵghijkꬷmꬻꬽpqꭇs☨ꭎvwꭖꭚz",
)
# The noughts of other scripts, from which their digits are counted; they show what ours do, and some a letter.
_NOUGHTS: Final = "٠۰߀०০੦૦୦௦౦೦൦๐໐༠၀០᠐"
_LIKE_LETTERS: Final = (
    *(
        ("✝", "t"),
        ("\U0001f4b2", "s"),
        ("٥", "o"),
        ("۵", "o"),
        ("٧", "v"),
        ("٨", "a"),
        ("℗", "p"),
        ("∈", "e"),
        ("¤", "o"),
    ),
    *(
        ("¡", "i"),
        ("†", "t"),
        ("‡", "t"),
        ("丨", "l"),
        ("几", "n"),
        ("ს", "s"),
        ("უ", "y"),
        ("ჰ", "h"),
        ("ზ", "b"),
        ("ი", "i"),
    ),
)


def _table() -> dict[str, tuple[str, ...]]:
    shown: dict[str, dict[str, None]] = {}
    for dress in _DRESSES:
        for sign, letter in zip(dress, _LATIN, strict=True):
            for form in (sign, sign.lower(), sign.upper()):
                if (
                    len(form) == 1 and fold_letter(form).lower() != letter
                ):  # what the fold reads so needs no second look
                    shown.setdefault(form, {})[letter] = None
    digits = [(chr(ord(nought) + value), SIGNS[str(value)]) for nought in _NOUGHTS for value in range(10)]
    for sign, letters in (*_LIKE_LETTERS, *digits):
        shown.setdefault(sign, {}).update(dict.fromkeys(letters))
    return {sign: tuple(found) for sign, found in shown.items()}


SHOWN: Final = _table()
# What the names of Unicode say: LATIN SMALL LETTER T WITH RETROFLEX HOOK shows a T, LATIN LETTER SMALL CAPITAL R an R.
_NAMED: Final = re.compile(r"(?:\w+ )*?LATIN (?:\w+ )*?(?:LETTER|CAPITAL) (?:[A-Z]{2,} )*([A-Z])(?: WITH(?:OUT)? .*)?$")
_BEYOND: Final = "".join(sorted(re.escape(sign) for sign in SHOWN if not sign.isascii()))
# A word, which is dressed up where a sign of these alphabets is in it.
SIGN: Final = re.compile(rf"[{_BEYOND}\u0180-\u02af\u1d00-\u1dbf\ua722-\ua7ff\uab30-\uab6f]")
# Nothing that nobody sees ends it.
_UNSEEN: Final = "\u00ad\u034f\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"
DRESSED: Final = re.compile(rf"(?:[^\W_]|[{_BEYOND}])(?:[^\W_]|[{_BEYOND}{_UNSEEN}])*")
UNSEEN: Final = re.compile(f"[{_UNSEEN}]+")
# Plain letters with letters or signs of no Latin shape between, each in the place of one: `b⚽st⚽rd`. Han, kana and
# Hangul write no blanks, so that theirs are words that stand beside a Latin one.
BEYOND: Final = re.compile(r"[^\x00-\x7f\s]")
HIDDEN: Final = re.compile(
    r"(?<!\w)[a-z]+(?:(?![\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7a3])"
    r"[^\x00-\x7f\s]{1,2}[a-z]+)+(?!\w)"
)
# Where one of these stands, plain letters may be turned ones, too.
TURNED: Final = re.compile("[ɐɔǝəɟƃɓɥᴉıɾſʝʞןꞁɯɹʇʌʍʎ∀ᙠƆᗡƎℲ⅁⋊˥Ԁᴚ⊥∩⅄ɒɘʜᴎɿƨƚ]")


def upright(token: str, at: int) -> tuple[Option, ...]:
    """Return the letters that a sign beyond ASCII may show; ASCII shows itself."""
    return _shown(token[at], () if token[at].isascii() else SHOWN.get(token[at], ()))


def turned(token: str, at: int) -> tuple[Option, ...]:
    """Return the same, and for plain letters what they are upside down or in a mirror."""
    return _shown(token[at], SHOWN.get(token[at], ()))


def hidden(token: str, at: int) -> tuple[Option, ...]:
    """Return the letters that a sign may show, likelier ones first; it may stand in the place of any."""
    return upright(token, at) if token[at].isascii() else (*upright(token, at), *ANY)


@lru_cache(maxsize=4096)
def _shown(sign: str, others: tuple[str, ...]) -> tuple[Option, ...]:
    named = _NAMED.match(unicodedata.name(sign, ""))
    letters = (fold_letter(sign).lower(), LOOKALIKES.get(sign, ""), named.group(1).lower() if named else "", *others)
    return tuple((1, letter) for letter in dict.fromkeys(letters) if letter.isascii() and letter.isalpha())


def readings(token: str) -> Iterator[tuple[str, Options]]:
    """Yield a token of the original with how its signs are to be read; turned words stand either way round."""
    yield token, upright
    if TURNED.search(token):
        yield token, turned
        yield token[::-1], turned
