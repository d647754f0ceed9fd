"""Which languages the texts of a column read as: each alone, and short ones in windows."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from babelwright.text.langid import identify
from babelwright.text.letters import LETTER, Characters
from babelwright.text.reading import LETTERS, ROWS
from babelwright.text.spans import without_spans

UNDETERMINED = "undetermined"


class Identified:
    """Counts the texts of a column by language, whatever batches they come in.

    Args:
        codes: The languages that texts could be in: py3langid's label to ours.
        min_letters: Letters from which a text is long enough to be judged alone.
    """

    def __init__(self, codes: Mapping[str, str], min_letters: int) -> None:
        self._codes = codes
        self._least = min_letters
        self.languages: Counter[str] = Counter()
        self._windows: Counter[str] = Counter()
        self._closed: list[str] = []
        self._held: list[str] = []
        self._letters = 0

    def add(self, texts: Sequence[str]) -> None:
        """Count further texts."""
        bare = [without_spans(text) for text in texts]
        letters = Characters(bare).count(LETTER)
        enough = np.flatnonzero(letters >= self._least)
        self.languages.update(self._read([bare[row] for row in enough]))
        self.languages[UNDETERMINED] += len(texts) - len(enough)
        for row in np.flatnonzero((letters > 0) & (letters < self._least)).tolist():
            self._hold(bare[row], int(letters[row]))

    def windows(self) -> Counter[str]:
        """Return the windows of short texts by language; what is left over joins the last one."""
        last = [*self._closed, *self._held] if self._closed else []
        return self._windows + Counter(self._read(["\n".join(last)] if last else []))

    def _hold(self, text: str, letters: int) -> None:
        self._held.append(text)
        self._letters += letters
        if len(self._held) < ROWS or self._letters < LETTERS:
            return
        if self._closed:
            self._windows.update(self._read(["\n".join(self._closed)]))
        self._closed, self._held, self._letters = self._held, [], 0

    def _read(self, texts: Sequence[str]) -> list[str]:
        return [code or UNDETERMINED for code in identify(texts, self._codes)]
