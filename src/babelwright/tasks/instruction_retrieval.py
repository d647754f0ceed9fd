"""Instruction retrieval: queries that say what counts as relevant."""

from babelwright.tasks.base import TaskType, same_language_fields
from babelwright.tasks.judged import (
    CORPUS,
    INSTRUCTED,
    INSTRUCTED_TEXTS,
    QRELS,
    RELEVANT,
    judged_statistics,
    no_parameters,
)
from babelwright.tasks.judged_closure import judged_rules

TASK_TYPE = TaskType(
    name="instruction_retrieval",
    mteb_type="InstructionRetrieval",
    mteb_class="mteb.abstasks.AbsTaskRetrieval",
    main_score="ndcg_at_10",
    category="t2t",
    hub_category="text-retrieval",
    tables=(CORPUS, INSTRUCTED, QRELS),
    fields=same_language_fields(INSTRUCTED_TEXTS),
    rules=judged_rules(instructed=True),
    statistics=judged_statistics,
    parameters=no_parameters,
    relevant=RELEVANT,
)
