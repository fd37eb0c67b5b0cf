"""What most rules say: passed, or the evidence is weak, or it speaks against the visit."""

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


def held_back(
    code: CheckCode, measured: float, limit: float, unit: str, reason: str, *, binds: bool = False
) -> Check:
    """A check that failed and leaves the visit unverified; `binds`: whatever code came along."""
    return Check(
        code=code,
        passed=False,
        measured=measured,
        limit=limit,
        unit=unit,
        reason=reason,
        allows=Grade.UNVERIFIED,
        binds=binds,
    )
