"""All kinds of defects that are planted in pairs."""

from babelwright.checks.planted import amounts, carried, chatter, figures, marks, tongues, words
from babelwright.checks.planted.base import Kind

KINDS: tuple[Kind, ...] = (
    *amounts.KINDS,
    *tongues.KINDS,
    *chatter.KINDS,
    *carried.KINDS,
    *marks.KINDS,
    *figures.KINDS,
    *words.KINDS,
)
