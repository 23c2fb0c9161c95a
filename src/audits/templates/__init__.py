"""Audit templates: YAML in, a frozen `AuditTemplate` or a refusal in plain English out."""

from typing import TYPE_CHECKING

from audits.domain.deferred import deferred_names


if TYPE_CHECKING:
    from .authoring import (
        Placed as Placed,
        as_yaml as as_yaml,
        doubts_about as doubts_about,
        find_template as find_template,
        template_content as template_content,
        template_form as template_form,
        template_from as template_from,
    )
    from .frozen import (
        freeze as freeze,
        template_of as template_of,
    )
    from .handed_on import (
        HandedAnswer as HandedAnswer,
        HandedReturn as HandedReturn,
        handed_return as handed_return,
    )
    from .history import (
        QuestionPast as QuestionPast,
        differences as differences,
        question_history as question_history,
        rescaled as rescaled,
    )
    from .law import (
        Law as Law,
        ended_law as ended_law,
        text_on as text_on,
    )
    from .loading import (
        check_template as check_template,
        load_past as load_past,
        load_template as load_template,
        load_templates as load_templates,
        read_law as read_law,
        refusal_in as refusal_in,
    )
    from .naming import worded as worded, words_in as words_in
    from .partnership import (
        freeze_partnership as freeze_partnership,
        partnership_of as partnership_of,
    )
    from .past import (
        PastAction as PastAction,
        PastCycle as PastCycle,
        PastFile as PastFile,
    )
    from .shape import (
        AuditTemplate as AuditTemplate,
        PackSettings as PackSettings,
        Population as Population,
        RefRule as RefRule,
        Schedule as Schedule,
        Timeline as Timeline,
        run_ref as run_ref,
    )

# Whoever reads a frozen template, as most do, does not wait for what reads and writes YAML.
__getattr__ = deferred_names(
    __name__,
    {
        "authoring": "Placed as_yaml doubts_about find_template template_content template_form "
        "template_from",
        "frozen": "freeze template_of",
        "handed_on": "HandedAnswer HandedReturn handed_return",
        "history": "QuestionPast differences question_history rescaled",
        "law": "Law ended_law text_on",
        "naming": "worded words_in",
        "partnership": "freeze_partnership partnership_of",
        "loading": "check_template load_past load_template load_templates read_law refusal_in",
        "past": "PastAction PastCycle PastFile",
        "shape": "AuditTemplate PackSettings Population RefRule Schedule Timeline run_ref",
    },
)
