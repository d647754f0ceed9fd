"""Reranking: retrieval among the candidates of each query."""

from babelwright.tasks.base import TaskType, same_language_fields
from babelwright.tasks.judged import (
    CANDIDATES,
    CORPUS,
    QRELS,
    QUERIES,
    RELEVANT,
    TEXTS,
    no_parameters,
    reranked_statistics,
)
from babelwright.tasks.judged_closure import judged_rules

TASK_TYPE = TaskType(
    name="reranking",
    mteb_type="Reranking",
    mteb_class="mteb.abstasks.AbsTaskRetrieval",
    main_score="map_at_1000",
    category="t2t",
    hub_category="text-ranking",
    tables=(CORPUS, QUERIES, QRELS, CANDIDATES),
    fields=same_language_fields(TEXTS),
    rules=judged_rules(candidates=True),
    statistics=reranked_statistics,
    parameters=no_parameters,
    relevant=RELEVANT,
)
