"""Templates of any shape that the vocabulary allows, as their files would say them."""

from typing import Any

from hypothesis import strategies as st


CODE = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
# What YAML and XML can hold; ends without spaces, which people cannot see in a cell.
PROSE = (
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp")), max_size=60)
    .map(str.strip)
    .filter(bool)
)
TRICKY = st.sampled_from(["a: b", "x; y", r"back\slash", "= sum", "{curly", "yes", "10", "-5", "'"])
WORDS = st.one_of(PROSE, TRICKY)
DAYS = st.integers(1, 60).map(lambda days: f"{days} working days")
EVIDENCE = st.sampled_from(["never", "optional", "unless_yes", "always"])
AGENCIES = ["police", "health", "social_care"]


def _some(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=parts)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw what a well-formed template's file says."""
    agencies = draw(st.lists(st.sampled_from(AGENCIES), min_size=1, unique=True))
    scales = draw(st.dictionaries(CODE, _scale(), min_size=1, max_size=2))
    names = draw(st.lists(CODE, min_size=1, max_size=6, unique=True))
    questions = [draw(_question(name, list(scales), agencies)) for name in names]
    cut = draw(st.integers(1, len(questions)))
    titles = draw(st.lists(WORDS, min_size=2, max_size=2, unique=True))
    parts = [questions[:cut], questions[cut:]]
    sections = [{"title": t, "questions": qs} for t, qs in zip(titles, parts, strict=True) if qs]
    return {
        **draw(_head(agencies)),
        "key_items": draw(_watched(questions)),
        "scales": scales,
        "sections": sections,
        "findings": draw(_findings(questions, scales, agencies)),
    }


def _head(agencies: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "kind": CODE, "version": st.integers(1, 99), "title": WORDS, "asks": WORDS,
            "unit": st.sampled_from(["contact", "child"]),
            "ref": st.just({"prefix": "X1", "by": "month"}),
            "population": st.fixed_dictionaries(
                {"register": CODE, "window": st.sampled_from(["everything", "3 months"])},
                optional={"where": st.dictionaries(
                    WORDS, st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3)},
            ),
            "sample": _sample(), "respondents": st.just(agencies),
            "pack": st.fixed_dictionaries(
                {"form": st.sampled_from(["grid", "case_sheets"])},
                optional={"details": st.lists(CODE, max_size=3),
                          "instructions": st.lists(WORDS, max_size=4)},
            ),
            "timeline": st.fixed_dictionaries(
                {"return_within": DAYS},
                optional={"remind": st.lists(st.integers(-20, 20), max_size=4),
                          "escalate": ESCALATE, "answer_queries_within": DAYS},
            ),
            "legal_basis": st.sampled_from(["case_audit", "case_review", "section_11"]),
        },
        optional={
            "schedule": st.just({"rule": "FREQ=MONTHLY;BYDAY=1TU", "zone": "Europe/London"}),
            "gates": st.just({"approve_draw": "automatic", "sign_off": "person"}),
            "papers": st.lists(CODE, max_size=2),
            "why_now": WORDS,
        },
    )  # fmt: skip


def _watched(questions: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, str]]:
    names = [question["id"] for question in questions if "scale" in question]
    falls = st.tuples(st.integers(2, 99), st.integers(1, 98)).filter(lambda pair: pair[1] < pair[0])
    said = falls.map(lambda pair: f"{pair[0]}% to {pair[1]}%")
    return st.dictionaries(st.sampled_from(names), said, max_size=5) if names else st.just({})


def _sample() -> st.SearchStrategy[dict[str, Any]]:
    exclude = st.lists(
        st.sampled_from([{"audited_within": "12 months"}, "sibling_already_drawn", "restricted"]),
        max_size=3,
    )
    strata = st.fixed_dictionaries(
        {"by": WORDS},
        optional={
            "allocate": st.sampled_from(["proportional", "equal", "fixed"]),
            "at_least": st.integers(0, 3),
            "fixed": st.dictionaries(WORDS, st.integers(0, 40), min_size=1, max_size=3),
        },
    )
    return st.fixed_dictionaries(
        {"size": st.one_of(st.integers(1, 99), st.just("all"))},
        optional={
            "targeted": _some(at_most=st.integers(0, 3)),
            "strata": strata,
            "exclude": exclude,
        },
    )


def _climbing(days: set[int]) -> list[dict[str, Any]]:
    return [
        {"after": after, "to": to}
        for after, to in zip(sorted(days), ("deputy", "qeg_member", "chair"), strict=False)
    ]


ESCALATE = st.one_of(
    st.integers(0, 30), st.sets(st.integers(0, 60), min_size=1, max_size=3).map(_climbing)
)


@st.composite
def _scale(draw: st.DrawFn) -> dict[str, Any]:
    choices = [
        {"code": "first", "label": "First", "score": draw(st.integers(-9, 9))},
        {"code": "second", "label": "Second", **draw(_some(means=WORDS, score=st.integers(0, 9)))},
        {"code": "third", "label": "Third", "standing": "not_applicable",
         **draw(_some(also=st.lists(CODE.map(lambda c: f"3 {c}"), max_size=3, unique=True)))},
    ]  # fmt: skip
    return {"title": draw(WORDS), "choices": choices}


@st.composite
def _question(draw: st.DrawFn, name: str, scales: list[str], agencies: list[str]) -> dict[str, Any]:
    asked = draw(st.lists(st.sampled_from(agencies), max_size=3, unique=True))
    extra = draw(_some(
        evidence=EVIDENCE, answered_by=st.just(asked), guidance=WORDS, theme=WORDS,
        required=st.booleans(), comparable=st.booleans(),
    ))  # fmt: skip
    if draw(st.booleans()):
        return {"id": name, "core": "impact", **extra}
    if draw(st.booleans()):
        kind = draw(st.sampled_from(["text", "date", "number"]))
        return {"id": name, "asks": draw(WORDS), "type": kind, **extra}
    scale = {"scale": draw(st.sampled_from(scales)), "is_grade": draw(st.booleans())}
    return {"id": name, "asks": draw(WORDS), **scale, **extra}


@st.composite
def _findings(
    draw: st.DrawFn, questions: list[dict[str, Any]], scales: dict[str, Any], agencies: list[str]
) -> list[dict[str, Any]]:
    found = []
    for question in questions:
        if question.get("scale") not in scales or draw(st.booleans()):
            continue
        limit = draw(
            st.sampled_from([{"below": "35%"}, {"at_least": "80%"}, {"count_at_least": 3}])
        )
        rule = {"share_of": draw(st.sampled_from([["first"], ["first", "second"]])), **limit}
        action = {"title": draw(WORDS), "owner": draw(st.sampled_from(agencies)),
                  "within": draw(DAYS), **draw(_some(measure=WORDS))}  # fmt: skip
        found.append({
            "theme": draw(WORDS), "question": question["id"], "development_when": rule,
            "says": {"development": draw(WORDS)},
            **draw(_some(minimum=st.integers(1, 99), action=st.just(action))),
        })  # fmt: skip
    return found
