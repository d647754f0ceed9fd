"""Holds exemptions to what they let through: no more than they say, and something."""

from collections.abc import Sequence

from babelwright.catalog.model import Exemption
from babelwright.errors import ReleaseError
from babelwright.finished import Part


def check_exemptions(parts: Sequence[Part], exemptions: Sequence[Exemption]) -> None:
    """Hold the exemptions of a task to its builds.

    Args:
        parts: All builds of the task.
        exemptions: The catalog's; those of other tasks are left alone.

    Raises:
        ReleaseError: An exemption names no config of the task, lets nothing through, or would have
            to let through more than it says.
    """
    configs = [part.config for part in parts]
    for each in exemptions:
        if each.task == parts[0].task.name and each.config not in configs:
            raise ReleaseError(
                f"the exemption from {each.check} names the config {each.config!r}",
                place=each.place,
                hint=f"{each.task} has: {', '.join(configs)}",
            )
    for part in parts:
        for exemption in part.exemptions:
            _hold(exemption, part.let_through(exemption.check))


def _hold(exemption: Exemption, used: int) -> None:
    if not used:
        raise ReleaseError(
            f"the exemption from {exemption.check} lets nothing through any more",
            place=exemption.place,
            hint="Take it out",
        )
    if used > exemption.amount:
        raise ReleaseError(
            f"{exemption.check} finds {used} of {exemption.task}, "
            f"and {exemption.amount} are exempt",
            place=exemption.place,
            hint="Look at the report, mend the others, or raise the amount and say why",
        )
