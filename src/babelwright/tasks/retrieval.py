"""Retrieval: a corpus, queries, and which documents are relevant to which query."""

from babelwright.tasks.base import TaskType, same_language_fields
from babelwright.tasks.judged import (
    CORPUS,
    QRELS,
    QUERIES,
    RELEVANT,
    TEXTS,
    judged_statistics,
    no_parameters,
)
from babelwright.tasks.judged_closure import judged_rules

TASK_TYPE = TaskType(
    name="retrieval",
    mteb_type="Retrieval",
    mteb_class="mteb.abstasks.AbsTaskRetrieval",
    main_score="ndcg_at_10",
    category="t2t",
    hub_category="text-retrieval",
    tables=(CORPUS, QUERIES, QRELS),
    fields=same_language_fields(TEXTS),
    rules=judged_rules(),
    statistics=judged_statistics,
    parameters=no_parameters,
    relevant=RELEVANT,
)
