"""A request that fits the document is taken, or refused for what no document can say.

schemathesis' own check `positive_data_acceptance` knows statuses alone: with 400 allowed it would
be blind, without it every name that does not exist is a failure. This one reads the reasons.
"""

from typing import Any

import schemathesis

# What the store or the moment decides.
PROBLEMS = {"clock_skew", "too_late", "id_reused", "wechat_code"}
VALUES = {
    *("does_not_exist", "invalid_cursor", "wrong_policy_version", "taken"),
    "null_characters_not_allowed",  # in no text at all: PostgreSQL has none
    *("password_too_common", "password_too_similar", "password_entirely_numeric"),
}
# What two values decide together: OpenAPI describes one at a time.
TOGETHER = {
    *(("lat", "required"), ("lng", "required"), ("datum", "required"), ("position", "required")),
    ("bbox", "south_above_north"),
    *(("radius_m", "needs_near"), ("bbox", "excludes_near"), ("cursor", "excludes_near")),
}
# A nickname is looked at as it will be read: after NFKC, without blanks around, for its sense.
NICKNAME = {"wrong_length", "wrong_characters", "looks_like_a_number", "official"}
TOGETHER |= {("nickname", code) for code in NICKNAME}
EXPECTED = {401, 403, 404, 409, 429}


@schemathesis.check
def valid_requests_are_taken(ctx: Any, response: Any, case: Any) -> None:
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    status = response.status_code
    if status < 400 or status in EXPECTED or status >= 500:
        return
    problem = response.json()
    if problem["code"] in PROBLEMS:
        return
    unexplained = [
        error
        for error in problem["errors"]
        if error["code"] not in VALUES and (error["field"], error["code"]) not in TOGETHER
    ]
    assert problem["errors"], f"a valid request was refused: {problem}"
    assert not unexplained, f"the document allows what is refused here: {unexplained}"
