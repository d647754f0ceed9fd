"""Which scripts letters are of, by their ISO 15924 codes."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import regex

from babelwright.text.letters import LETTER, SURROGATES

_CODE_POINTS = 0x110000
# Values of the property Script of Unicode 18 (PropertyValueAliases.txt), but for Zzzz, Unknown. The
# letters of Zyyy (common) and Zinh (inherited) belong to no script of their own.
SCRIPTS = tuple(
    """
    Adlm Aghb Ahom Arab Armi Armn Avst Bali Bamu Bass Batk Beng Berf Bhks Bopo Brah Brai Bugi
    Buhd Cakm Cans Cari Cham Cher Chrs Copt Cpmn Cprt Cyrl Deva Diak Dogr Dsrt Dupl Egyp Elba
    Elym Ethi Gara Geor Glag Gong Gonm Goth Gran Grek Gujr Gukh Guru Hang Hani Hano Hatr Hebr
    Hira Hluw Hmng Hmnp Hung Ital Java Jurc Kali Kana Kawi Khar Khmr Khoj Kits Knda Krai Kthi
    Lana Laoo Latn Lepc Limb Lina Linb Lisu Lyci Lydi Mahj Maka Mand Mani Marc Medf Mend Merc
    Mero Mlym Modi Mong Mroo Mtei Mult Mymr Nagm Nand Narb Nbat Newa Nkoo Nshu Ogam Olck Onao
    Orkh Orya Osge Osma Ougr Palm Pauc Pcun Perm Phag Phli Phlp Phnx Plrd Prti Rjng Rohg Runr
    Samr Sarb Saur Seal Sgnw Shaw Shrd Sidd Sidt Sind Sinh Sogd Sogo Sora Soyo Sund Sunu Sylo
    Syrc Tagb Takr Tale Talu Taml Tang Tavt Tayo Telu Tfng Tglg Thaa Thai Tibt Tirh Tnsa Todr
    Tols Toto Tutg Ugar Vaii Vith Wara Wcho Xpeo Xsux Yezi Yiii Zanb Zinh Zyyy
    """.split()
)


class ScriptCounter:
    """Counts letters by script, in memory that does not grow with the texts."""

    def __init__(self) -> None:
        self._seen: npt.NDArray[np.int64] = np.zeros(_CODE_POINTS, dtype=np.int64)

    def add(self, texts: Sequence[str]) -> None:
        """Count the letters of further texts."""
        joined = "".join(texts).encode("utf-32-le", "surrogatepass")
        codes, counts = np.unique(np.frombuffer(joined, dtype=np.uint32), return_counts=True)
        self._seen[codes] += counts

    def counts(self) -> dict[str, int]:
        """Return the number of letters of every script that has any, the commonest first."""
        seen = (chr(code) for code in np.flatnonzero(self._seen) if code not in SURROGATES)
        left = "".join(regex.findall(LETTER, "".join(seen)))
        found: dict[str, int] = {}
        for script in SCRIPTS:
            if not left:
                break
            one = regex.compile(rf"\p{{Script={script}}}")
            if letters := one.findall(left):
                found[script] = int(self._seen[[ord(letter) for letter in letters]].sum())
                left = one.sub("", left)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
