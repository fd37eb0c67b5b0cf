"""What most rules say: passed, or the evidence is weak."""

from checkins.situation import Check, CheckCode, Grade


def weak_unless(
    passed: bool,
    code: CheckCode,
    measured: float | None,
    limit: float,
    unit: str,
    reason: str = "",
) -> Check:
    """A check whose worst outcome is probable."""
    return Check(
        code=code,
        passed=passed,
        measured=measured,
        limit=limit,
        unit=unit,
        reason=reason,
        allows=Grade.VERIFIED if passed else Grade.PROBABLE,
    )
