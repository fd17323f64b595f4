"""Words that tell a language: everyday ones, our own lists, and a long list of English ones made by .ci/english.py."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final


def word_set(words: str) -> frozenset[str]:
    """Return the words of a list that is written as a text."""
    return frozenset(words.split())


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Return words that are English and hardly any other language's."""
    return word_set(Path(__file__).with_name("english.txt").read_text(encoding="utf-8"))


# English words that the languages around it do not use as words of their own.
ENGLISH: Final = word_set(
    "the and you that this with have they are what who would there because about should your been were their them "
    "than then when which from just like people think know don't it's i'm can't doesn't isn't you're they're that's "
    "of these those could how why being only other some more into our its she's he's didn't won't my it is not but "
    "get has had his her did does out say said make time good right good way never take want going really"
)
# More of them, enough where the model says English, too, and only is not sure.
PERHAPS_ENGLISH: Final = ENGLISH | word_set(
    "a i he she we me him us at by for to up off so no yes or if as be was do go let let's can will am an in on all "
    "any too very well now here oh love hate fuck fucking shit shut stupid idiot man thanks thank true great bad big "
    "old new kill die trash real off down over see look work need says was guy lol"
)
# Everyday words of the languages that readers of European news sites write most; a second voice, far cheaper than
# langdetect (2 ms a text), where the model names the language and only is not sure.
EVERYDAY: Final = {
    "en": PERHAPS_ENGLISH,
    "de": word_set("der die das und ist nicht ich du er sie es wir ihr ein eine einen dem den des mit auf für von zu "
        "im am sind bin bist hat haben war auch wie was so nur alle diese dieser kein keine man mehr sich mir dich "
        "mich euch"),
    "fr": word_set("le la les un une des et est pas je tu il elle nous vous ils elles ne que qui dans pour sur avec "
        "ce cette ces sont suis es ont a à au aux du de en y on se sa son ses mes tes mon ton tous tout plus c'est "
        "j'ai mais comme"),
    "es": word_set("el la los las un una y es no yo tú él ella que en de del por para con se lo le me te mi tu su "
        "son soy eres está están esto esta este más muy como pero todos todo ser hay unos unas al a o"),
    "it": word_set("il lo la i gli le un una e è non io tu che di del della in per con si sono sei ha hanno questo "
        "questa più come ma tutti tutto al alla nel mi ti ci"),
    "pt": word_set("o a os as um uma e é não eu tu ele ela você que em de do da dos das por para com se são está "
        "mais muito como mas todos tudo ser no na isso esse essa"),
    "nl": word_set("de het een en is niet ik jij hij zij ze we wij jullie dat die dit deze van in op met voor te aan "
        "zijn ben bent heeft hebben ook als maar alle geen meer naar"),
}  # fmt: skip
# Egyptian and Levantine Arabic as it is typed in Latin letters: words that are Arabic, and words that may be.
ARABIC: Final = word_set(
    "ana enta enti enty ento entu ehna howa howwa heya heyya homa dol dool dee elly elli ely kolo kolohom kolhom mesh "
    "mish msh mosh wala walla wallahi wallah walahy yalla yala habibi habibti inshallah inshalla mashallah hamdulillah "
    "ashan lazem lazm momken mumken keda kida awy awi gedan khalas kaman bardo delwa2ty delwaty feha feen emta ezay "
    "ezzay zayak zayy hena aywa aiwa tayeb mafish mafeesh kosom kosomak kwayes kwayyes shwaya shway kteer ktir leish "
    "lesh hayda hek bidi baddi lissa lessa yaani ya3ni rabena rabbena alnas elnas sa7 la2 akeed"
)
MOSTLY_ARABIC: Final = word_set("ya el al w wa fe fi da di bas mn men min kol kul la ma hom ha lel bel zay shu eh leh "
    "law lw ma3 m3 3la nas allah ahl ibn bent")  # fmt: skip
