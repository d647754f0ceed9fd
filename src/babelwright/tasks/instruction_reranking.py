"""Instruction reranking: candidates, and queries that say what counts as relevant."""

from babelwright.tasks.base import TaskType, same_language_fields
from babelwright.tasks.judged import (
    CANDIDATES,
    CORPUS,
    INSTRUCTED,
    INSTRUCTED_TEXTS,
    QRELS,
    RELEVANT,
    no_parameters,
    reranked_statistics,
)
from babelwright.tasks.judged_closure import judged_rules

TASK_TYPE = TaskType(
    name="instruction_reranking",
    mteb_type="InstructionReranking",
    mteb_class="mteb.abstasks.AbsTaskRetrieval",
    main_score="ndcg_at_10",
    category="t2t",
    hub_category="text-ranking",
    tables=(CORPUS, INSTRUCTED, QRELS, CANDIDATES),
    fields=same_language_fields(INSTRUCTED_TEXTS),
    rules=judged_rules(candidates=True, instructed=True),
    statistics=reranked_statistics,
    parameters=no_parameters,
    relevant=RELEVANT,
)
