"""Fits the rankers of the local extractor: `python -m tests.evaluation.train DATA [--generated FOLDER] [--write]`.

A ranker chooses one printed amount (or date) of a document: a softmax over its candidates with linear features
(`softmax.py`). A penalty draws each weight to what the words themselves say (`PRIOR`): the documents at
hand are mostly receipts, and what they hardly ever show (an order's date above the invoice's) must not be unlearnt.
Documents of one supplier stay on one side of each split, so the printed accuracy is that on suppliers never seen.
Generated documents (`make training-data`) only ever teach: they count less than real ones and are never asked.
`--write` fits on everything and writes the weights file.
"""

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
from rapidfuzz import fuzz

from functions.extract.layout import read_layout
from functions.extract.local import rank
from functions.extract.local.choose import amount_sets
from functions.extract.local.context import Context, read_context
from functions.extract.local.fields import (
    currency,
    document_kind,
    due_date,
    invoice_number,
    issue_date,
    purchase_order,
)
from functions.extract.local.fields.net_and_tax import net_candidates, tax_candidates
from functions.extract.local.fields.parties.beside_seller import Seller, beside, nobody_beside, sellers_of
from functions.extract.local.fields.parties.choice import buyer_candidates, seller_candidates
from functions.extract.local.fields.parties.features import NamedParty, PartyFacts, features_of, none_features
from functions.extract.local.fields.parties.parties import read_facts
from functions.extract.local.fields.totals import total_candidates
from functions.extract.local.links.money import Money
from functions.extract.local.rank import Candidate
from shared.errors import AppError
from tests.evaluation import feature_cache, softmax
from tests.evaluation.matching import CREDIT_NOTE_CODES, HALF_A_CENT, bare
from tests.evaluation.running import Way, read
from tests.evaluation.truth import LabelledDocument, labelled_documents, with_pages
from tests.support.read_cached import DEFAULT_FOLDER

WEIGHTS = Path(rank.__file__).parent / "weights.json"
FOLDS = 5
PENALTY = 1.0
PENALTIES: Mapping[str, float] = {"seller_name": 4.0, "buyer_name": 4.0, "document_kind": 4.0}
"""Task -> penalty where many features meet few documents; 4 chooses 253 of 326 sellers, 1 chooses 249 (held out)."""
GENERATED_WEIGHT = 0.1
"""How much a generated document counts beside a real one: there are ten times as many, of fewer kinds."""

PRIOR: Mapping[str, Mapping[str, float]] = {
    "total": {
        "after_payment": -3.0,
        "before_payment": 2.0,
        "with_previous": -3.0,
        "before_previous": 2.0,
        "sum_with_credit": 4.0,
        "prose": -3.0,
        "terms": -3.0,
        "total_beside": 2.0,
        "total_foot": 1.0,
        "net_beside": -1.0,
        "net_foot": -1.0,
        "tax_beside": -1.0,
        "tax_foot": -1.0,
        "previous_beside": -3.0,
        "other_amount_beside": -2.0,
        "charge_beside": -1.0,
        "discount_beside": -1.0,
    },
    "net": {
        "net_beside": 2.0,
        "net_foot": 2.0,
        "net_column": 0.5,
        "complement": 2.0,
        "breakdown": 1.0,
        "prose": -3.0,
        "terms": -3.0,
        "tax_beside": -2.0,
        "discount_beside": -1.0,
        "previous_beside": -3.0,
        "cash_beside": -3.0,
        "change_beside": -3.0,
    },
    "tax": {"tax_beside": 2.0, "tax_foot": 2.0, "complement": 2.0, "prose": -3.0, "terms": -3.0, "one_block": 1.0},
    "amounts": {
        "total_score": 1.0,
        "net_score": 0.5,
        "tax_score": 0.5,
        "closes": 6.0,
        "closes_with_1": 3.5,
        "closes_with_2": 1.5,
        "closes_without_tax": 3.0,
        "nearly_closes": 4.0,
        "net_is_total": -0.5,
        "net_leaves_a_gap": -3.0,
        "open": -4.0,
        "printed_rate": 1.0,
        "other_rate": -0.5,
        "impossible_rate": -2.0,
        "no_net": -1.0,
        "no_tax": -1.0,
        "named_tax_left_out": -1.0,
    },
    "currency": {
        "amounts": 4.0,
        "total": 2.0,
        "currency_label": 4.0,
        "money_label": 2.0,
        "heading": 2.0,
        "code": 1.0,
        "symbol": 1.0,
        "name": 1.0,
        "country": 1.0,
        "shared_sign_of_country": 3.0,
        "shared_name_of_country": 1.0,
        "shared_sign": 0.5,
        "shared_name": 0.5,
        "usual": 0.5,
        "withdrawn": -2.0,
    },
    "issue_date": {
        "issue_date": 3.0,
        "date": 1.0,
        "due_date": -2.0,
        "other_date": -3.0,
        "period": -1.5,
        "line_column": -3.0,
        "in_number": -4.0,
        "other_reading": -2.0,
    },
    "due_date": {
        "none": 0.0,
        "due_date": 3.0,
        "paying_later": 2.5,
        "unlabelled": -3.0,
        "issue_date": -3.0,
        "date": -3.0,
        "other_date": -3.0,
        "number_label": -3.0,
        "in_number": -3.0,
        "line_column": -2.0,
        "period": -1.0,
        "far": -2.0,
        "on_issue_date": -0.5,
        "after_terms": 1.0,
        "other_reading": -2.0,
    },
    "invoice_number": {
        "none": 0.0,
        "named": 3.0,
        "bare": 1.5,
        "only_number": 1.0,
        "receipt_named": 1.5,
        "bare_receipt": 0.5,
        "series_number": 2.5,
        "fallback_number": 0.2,
        "unlabelled": -1.5,
        "unlabelled_marked": 1.5,
        "unlabelled_near_title": 1.0,
        "alone": 0.3,
        "fiscal": 2.0,
        "marked": 0.5,
        "bare_marked": 1.0,
        "title_and_number": 1.0,
        "after": 0.6,
        "right": 0.5,
        "below": -0.2,
        "above": -1.5,
        "bare_below": -1.0,
        "words_between": -2.0,
        "far_below": -0.5,
        "not_first": -1.5,
        "misread": -0.3,
        "refers": -3.0,
        "other_beside": -0.3,
        "one_digit": -1.5,
        "two_digits": -1.0,
        "date": -4.0,
        "dates": -3.0,
        "time": -4.0,
        "percent": -4.0,
        "amount": -3.0,
        "identifier": -3.0,
        "month_of_year": -1.0,
        "year": -1.0,
        "compact_date": -0.5,
        "also_other": -1.0,
        "repeated": 0.3,
        "text_before": -2.0,
        "unlabelled_text_before": -1.0,
        "text_behind": -1.0,
        "label_goes_on": -1.0,
        "label_inside": -0.5,
        "bare_inside": -1.0,
        "among_headings": 0.5,
        "bare_among_headings": 0.5,
        "sentence": -1.0,
        "money_row": -0.7,
        "line_column": -3.0,
        "near_date": 0.5,
        "down": -0.8,
    },
    "document_kind": {
        "denied": -5.0,
        "due_date_label": 0.5,
        "invoice_number_label": 1.0,
        "is_but_a_list_of_invoices": -1.5,
        "is_invoice": 1.5,
        "is_order": -2.5,
        "is_other": -2.0,
        "is_statement": -0.5,
        "list_of_invoices": 1.5,
        "mentions_an_invoice": 1.0,
        "paid_at_a_till": 3.0,
        "phrase": 2.0,
        "receipt_number_label": 0.5,
        "tax_label": 0.5,
        "title": 2.0,
        "title_alone": 1.5,
        "title_of_words": 1.5,
        "title_first": 1.0,
        "title_high": 0.5,
        "title_numbered": 0.5,
        "title_tallest": 1.0,
        "total_label": 0.5,
    },
    "seller_name": {
        "role_seller": 2.5,
        "role_payee": 0.5,
        "role_other": -2.0,
        "first_of_role": 0.5,
        "legal_form": 1.0,
        "form_at_end": 0.5,
        "only_form": -2.0,
        "trade": 0.7,
        "lower": -1.0,
        "digits": -0.5,
        "short": -1.0,
        "very_long": -1.0,
        "sentence_end": -1.0,
        "small_words": -1.0,
        "top_tenth": 0.7,
        "down": -1.0,
        "later_page": -1.5,
        "in_table": -3.0,
        "money_row": -2.0,
        "composed": 1.0,
        "composed_at_and": 1.0,
        "salutation": -1.5,
        "begins_with_link": -1.5,
        "separators": -2.0,
        "stacked": -1.5,
        "stacked_trade": 1.0,
        "unsure": -0.5,
        "first_number_is_nobodys": -4.0,
        "address_beside_seller": -0.7,
        "label": -3.0,
        "code": -3.0,
        "title_word": -1.5,
        "value_of_label": -1.0,
        "under_label": -0.7,
        "also_payee": 1.5,
        "also_buyer": -3.0,
        "also_delivery": -2.0,
        "also_seller": 1.0,
        "tax_number": 0.3,
        "first_tax_number": 1.0,
        "later_tax_number": -1.0,
        "tax_number_elsewhere": -0.3,
        "contact": 0.5,
        "website": 0.3,
        "domain": 3.0,
        "part_of_domain": 1.0,
        "domain_of_another": -1.5,
        "buyers_domain": -1.5,
        "address": 0.8,
        "origin_window": -2.0,
        "origin_sender_line": 1.5,
        "part_of_cell": -0.3,
        "contains_label": -0.7,
        "none": -1.0,
        "form_is_elsewhere": -0.7,
        "first_with_form": 0.7,
        "register_number": 1.0,
        "register_below": 1.0,
        "cut": -1.0,
        "cut_department": 1.5,
        "department": -1.5,
        "unlabelled_beside_seller": -1.0,
        "beside_role": -1.0,
        "piece": -0.7,
        "height": 0.7,
        "large": 0.7,
        "in_footer": 0.5,
    },
    "buyer_name": {
        "role_buyer": 4.0,
        "role_other": 0.0,
        "first_of_role": 0.3,
        "line_first": 1.0,
        "origin_window": 2.5,
        "role_none": -1.0,
        "label_bare_short": -1.0,
        "label_colon": 0.3,
        "salutation": 1.5,
        "stacked": -1.5,
        "in_table": -3.0,
        "money_row": -2.0,
        "first_number_is_nobodys": 1.5,
        "sellers_name": -2.0,
        "sellers_address": -1.0,
        "other_address": 1.0,
        "only_other_address": 1.0,
        "first_other_address": 0.5,
        "none_beside_address": -1.0,
        "key_alone": 2.0,
        "label": -3.0,
        "code": -3.0,
        "title_word": -1.5,
        "also_seller": -3.0,
        "also_payee": -3.0,
        "also_delivery": 1.5,
        "also_buyer": 0.5,
        "domain": -1.5,
        "part_of_domain": -0.7,
        "buyers_domain": 1.0,
        "digits": -0.5,
        "lower": -1.0,
        "only_form": -2.0,
        "address": 0.5,
        "contains_label": -0.7,
        "none": 0.3,
        "unlabelled_beside_buyer": -2.5,
        "first_tax_number": -0.7,
        "later_tax_number": 0.7,
        "top_tenth": -0.7,
        "in_footer": -1.0,
        "foot": -1.0,
        "later_page": -1.5,
        "piece": -0.7,
        "sentence_end": -1.0,
        "small_words": -0.5,
        "none_with_buyer": -1.5,
        "receipt:none": 1.0,
        "value_begins_with_colon": 2.0,
        "block_first": 1.0,
        "rival_beside_colon": 0.5,
        "rival_below_plain": 0.5,
        "rival_beside_plain": -0.5,
        "rival_below_colon": -1.0,
        "cut": -1.0,
        "cut_department": 1.5,
        "department": -1.5,
        "line_keyed": 1.0,
        "value_of_label": -0.5,
        "under_label": -0.5,
        "large": -1.0,
        "height": -0.5,
    },
    "purchase_order": {"after": 1.0, "right": 0.7, "text_before": -2.0, "text_behind": -1.0, "later_page": -0.5},
}
"""Task -> feature -> the weight it has before any document is seen; 0 for the others."""

NONE = str(None)
"""The value of the candidate that stands for "not printed"; it is the last one."""

WEIGHT_OF_ABSENCE = 0.1
"""How much a document counts without its right candidates (`without_right`): fields are absent less often."""


@dataclass(frozen=True, kw_only=True)
class Example:
    """The candidates of one document; `right` are the indices of those that equal the truth."""

    name: str
    group: str
    candidates: Sequence[Mapping[str, float]]
    values: Sequence[str]
    right: frozenset[int]
    wanted: str
    weight: float = 1.0


def amounts_of(
    field: str, candidates: Callable[[Money], Sequence[Candidate[Decimal]]]
) -> Callable[[Context, Mapping[str, Any]], tuple[list[Mapping[str, float]], list[Any], Any]]:
    """Candidates for one amount of the header."""

    def found(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
        each = candidates(printed.money.upright())
        return [one.features for one in each], [one.value for one in each], _without_sign(fields[field])

    return found


def sets_of_amounts(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Sets of total, net amount and tax; one is right if each that the truth states is."""
    each = amount_sets(printed.money.upright())
    values = [tuple(part.value if part else None for part in (one.total, one.net, one.tax)) for one in each]
    unknown = None if fields[COMPLETE] else UNKNOWN
    wanted = [fields.get(name, unknown) for name in ("amount_total", "amount_net", "amount_tax")]
    return [one.features for one in each], values, tuple(_without_sign(value) for value in wanted)


def _without_sign(value: Any) -> Any:
    """An amount as the upright document has it: the XML of a credit note leaves out the sign that the page prints."""
    return value if value is None or value is UNKNOWN else abs(Decimal(str(value)))


COMPLETE = "complete"
"""Key of the fields: whether one that is missing is not printed, as on generated documents, or only not known."""

UNKNOWN = "unknown"


def issue_dates(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the issue date."""
    return _listed(issue_date.candidates(printed), fields["date"])


def due_dates(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the due date; the issue date is the true one where it is known."""
    found = issue_date.find_issue_date(printed)
    issued = date.fromisoformat(fields["date"]) if "date" in fields else found.value if found else None
    return _listed(due_date.candidates(printed, issued), fields["due_date"])


def invoice_numbers(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the invoice number, compared without punctuation."""
    return _bare(invoice_number.candidates(printed), fields["invoice_number"])


def purchase_orders(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the purchase order's number."""
    return _bare(purchase_order.candidates(printed), fields["po_number"])


def seller_names(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the seller's name."""
    facts = read_facts(printed)
    features, values, wanted = _named(facts, seller_candidates(facts), fields["supplier_name"])
    # Hardly a document names no seller, and one without its seller's name may still have another name of it.
    return features, [*values[:-1], ""], wanted


def buyer_names(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the buyer's name, beside the seller of the truth."""
    facts = read_facts(printed)
    buyers = buyer_candidates(facts)
    features, values, wanted = _named(facts, buyers, fields.get("customer_name"))
    seller = _true_seller(facts, fields.get("supplier_name"))
    if seller is not None:
        more = [*(beside(one, seller) for one in buyers), nobody_beside(seller)]
        features = [{**one, **other} for one, other in zip(features, more, strict=True)]
    return features, values, wanted


def _true_seller(facts: PartyFacts, wanted: Any) -> Seller | None:
    """The seller of the truth among the candidates."""
    supposed = sellers_of(seller_candidates(facts), facts)
    like = max(supposed, key=lambda key: fuzz.ratio(key, bare(wanted)), default=None) if wanted else None
    return supposed[like] if like is not None and fuzz.ratio(like, bare(wanted)) >= ALIKE else None


ALIKE = 85
"""Of 100: a name so like the true one teaches what the true one would, where a letter was misread."""


def _named(
    facts: PartyFacts, candidates: Sequence[NamedParty], wanted: Any
) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    names = [bare(one.printed_name) for one in candidates]
    true = NONE if wanted is None else bare(wanted)
    if true not in names:
        names = [true if fuzz.ratio(name, true) >= ALIKE else name for name in names]
    return [*(features_of(one, facts) for one in candidates), none_features(facts)], [*names, NONE], true


def _listed(candidates: Sequence[Candidate[Any]], wanted: Any) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    values = [one.value.isoformat() if isinstance(one.value, date) else one.value for one in candidates]
    return [one.features for one in candidates], values, wanted


def _bare(candidates: Sequence[Candidate[Any]], wanted: Any) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    values = [None if one.value is None else bare(one.value) for one in candidates]
    return [one.features for one in candidates], values, bare(wanted)


def currencies(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the currency."""
    return _listed(currency.candidates(printed), fields["currency"])


def document_kinds(printed: Context, fields: Mapping[str, Any]) -> tuple[list[Mapping[str, float]], list[Any], Any]:
    """Candidates for the kind of the document."""
    return _listed(document_kind.candidates(printed), fields["document_kind"])


TASKS: dict[str, tuple[str, Callable[..., Any]]] = {
    "total": ("amount_total", amounts_of("amount_total", total_candidates)),
    "net": ("amount_net", amounts_of("amount_net", net_candidates)),
    "tax": ("amount_tax", amounts_of("amount_tax", tax_candidates)),
    "amounts": ("amount_total", sets_of_amounts),
    "issue_date": ("date", issue_dates),
    "due_date": ("due_date", due_dates),
    "invoice_number": ("invoice_number", invoice_numbers),
    "purchase_order": ("po_number", purchase_orders),
    "currency": ("currency", currencies),
    "document_kind": ("document_kind", document_kinds),
    "seller_name": ("supplier_name", seller_names),
    "buyer_name": ("customer_name", buyer_names),
}
BUYERLESS = frozenset({"sroie", "wildreceipt", "de_scans"})
"""Sets of receipts, whose truth has no buyer because none is printed."""


SETS = frozenset({"amounts"})
"""Tasks of sets: these are made of what the fields' own weights rank first, so they are fitted after them."""


def examples_of(labelled: LabelledDocument, way: Way, tasks: Collection[str]) -> dict[str, Example]:
    """Task -> the example this document gives, as computed before where nothing has changed since."""
    depends: list[Any] = [way.engine, sorted(tasks), labelled.fields, labelled.meta]
    if SETS & set(tasks):
        depends.append(WEIGHTS.read_text(encoding="utf-8"))
    content = feature_cache.kept(
        labelled.path,
        json.dumps(depends, sort_keys=True, default=str),
        lambda: {
            task: asdict(each) | {"right": sorted(each.right)}
            for task, each in computed_examples(labelled, way, tasks).items()
        },
    )
    return {task: Example(**each | {"right": frozenset(each["right"])}) for task, each in content.items()}


def computed_examples(labelled: LabelledDocument, way: Way, tasks: Collection[str]) -> dict[str, Example]:
    """Task -> the example this document gives; a document that cannot be read gives none."""
    try:
        document, _ = read(labelled.path, way)
    except AppError:
        return {}
    printed = read_context(read_layout(document))
    examples = {}
    fields = _known(labelled)
    for task in tasks:
        field, candidates_of = TASKS[task]
        if field not in fields:
            continue
        features, values, wanted = candidates_of(printed, fields)
        examples[task] = Example(
            name=f"{labelled.set_name}/{labelled.name}",
            group=labelled.set_name + bare(labelled.fields.get("supplier_name", labelled.name))[:12],
            candidates=features,
            values=[str(value) for value in values],
            right=frozenset(index for index, value in enumerate(values) if _equal(value, wanted)),
            wanted=str(wanted),
        )
    return examples


def _known(labelled: LabelledDocument) -> dict[str, Any]:
    """The fields of the truth that the page shows."""
    known = {
        name: value for name, value in labelled.fields.items() if labelled.printed is None or name in labelled.printed
    }
    if labelled.set_name in BUYERLESS:
        known.setdefault("customer_name", None)
    if "amount_subtotal" in known:
        known.setdefault("amount_net", known["amount_subtotal"])
    return known | _kind(labelled) | {COMPLETE: labelled.meta.get("kind") == "generated"}


def _kind(labelled: LabelledDocument) -> dict[str, str]:
    """The kind of the document where the truth says it; advertising orders, which are contracts and orders, say
    nothing."""
    if "document_kind" in labelled.meta:
        return {"document_kind": labelled.meta["document_kind"]}
    if "order" in str(labelled.meta.get("kind")):
        return {}
    credit = str(labelled.fields.get("document_type")) in CREDIT_NOTE_CODES
    return {"document_kind": "credit_note" if credit else "invoice"}


def without_right(examples: Sequence[Example]) -> list[Example]:
    """For a field that may be absent, each document once more without its right candidates: nothing is right then but
    the candidate without a value. So the documents at hand, which all have the field, teach what is none."""
    return [
        replace(
            example,
            candidates=[each for index, each in enumerate(example.candidates) if index not in example.right],
            values=[value for index, value in enumerate(example.values) if index not in example.right],
            right=frozenset({len(example.values) - len(example.right) - 1}),
            weight=example.weight * WEIGHT_OF_ABSENCE,
        )
        for example in examples
        if example.values and example.values[-1] == NONE != example.wanted
    ]


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, tuple):
        return all(one is UNKNOWN or _equal(part, one) for part, one in zip(value, wanted, strict=True))
    if value is None or wanted is None:
        return value is wanted
    if isinstance(wanted, Decimal):
        return bool(abs(value - wanted) < HALF_A_CENT)
    return bool(value == wanted)


def gather(
    documents: Sequence[LabelledDocument], way: Way, jobs: int, tasks: Collection[str]
) -> dict[str, list[Example]]:
    """Task -> the examples of all documents."""
    feature_cache.forget_others()
    count = len(documents)
    with ProcessPoolExecutor(jobs) as pool:
        gathered = list(pool.map(examples_of, documents, [way] * count, [tasks] * count, chunksize=8))
    return {task: [each[task] for each in gathered if task in each] for task in tasks}


def generated_examples(folder: Path | None, cache: Path, jobs: int, tasks: Collection[str]) -> dict[str, list[Example]]:
    """Task -> the examples of generated documents, at their own weight; none without a folder, nor of sets: what
    generated documents teach of these costs real ones (7 of 358, suppliers held out)."""
    if folder is None or SETS & set(tasks):
        return {}
    documents = list(labelled_documents(folder))
    gathered = gather(documents, Way(ignore_xml=True, cache=cache), jobs, tasks)
    return {task: [replace(each, weight=GENERATED_WEIGHT) for each in examples] for task, examples in gathered.items()}


def fit(examples: Sequence[Example], prior: Mapping[str, float], penalty: float = PENALTY) -> dict[str, float]:
    """The weights that make the right candidates most probable, drawn to `prior`."""
    usable = [example for example in (*examples, *without_right(examples)) if example.right]
    if not usable:
        return dict(prior)
    model = softmax.design([(example.candidates, example.right) for example in usable])
    counts = np.array([example.weight for example in usable])
    weights = dict(prior) | softmax.fitted(model, counts, prior, penalty)
    return {name: round(weight, 4) for name, weight in weights.items() if abs(weight) > 0.01}


def chosen(weights: Mapping[str, float], example: Example) -> tuple[int | None, float]:
    """(index, probability) of the best candidate; equal values stand together."""
    if not example.candidates:
        return None, 0.0
    order = rank.ranked(rank.LinearModel(weights=weights), example.candidates)
    mass: dict[str, float] = defaultdict(float)
    for index, probability in order:
        mass[example.values[index]] += probability
    best = max(mass, key=lambda value: mass[value])
    return example.values.index(best), mass[best]


def cross_validate(
    examples: Sequence[Example],
    prior: Mapping[str, float],
    generated: Sequence[Example] = (),
    penalty: float = PENALTY,
) -> list[tuple[Example, bool, float]]:
    """(example, right, probability) with weights fitted without the example's supplier, and on the generated ones."""
    groups = sorted({example.group for example in examples})
    random.Random(7).shuffle(groups)
    results = []
    for fold in range(FOLDS):
        held = set(groups[fold::FOLDS])
        weights = fit([*(example for example in examples if example.group not in held), *generated], prior, penalty)
        for example in examples:
            if example.group in held:
                index, probability = chosen(weights, example)
                results.append((example, index in example.right, probability))
    return results


def without_each_set(
    examples: Mapping[str, Sequence[Example]], generated: Mapping[str, Sequence[Example]]
) -> dict[str, dict[str, dict[str, float]]]:
    """Set -> task -> the weights fitted on all other sets and the generated documents."""
    sets = sorted({example.name.split("/")[0] for each in examples.values() for example in each})
    return {
        held: {
            task: fit(
                [*(one for one in each if one.name.split("/")[0] != held), *generated.get(task, ())],
                PRIOR[task],
                PENALTIES.get(task, PENALTY),
            )
            for task, each in examples.items()
        }
        for held in sets
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the held-out accuracy by set, and writes the weights if told to."""
    parser = argparse.ArgumentParser(prog="python -m tests.evaluation.train", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--generated", type=Path, help="a folder of `make training-data`")
    parser.add_argument("--cache", type=Path, default=DEFAULT_FOLDER, help="where readings are kept")
    parser.add_argument("--generated-cache", type=Path, help="where those of the generated documents are kept")
    parser.add_argument("--sets")
    parser.add_argument("--tasks", default=",".join(TASKS))
    parser.add_argument("--ocr-engine", default="auto")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--failures", action="store_true")
    options = parser.parse_args(arguments)
    way = Way(engine=options.ocr_engine, ignore_xml=True, cache=options.cache)
    sets = frozenset(options.sets.split(",")) if options.sets else None
    documents = with_pages(labelled_documents(options.data, sets))
    asked = options.tasks.split(",")
    for tasks in ([task for task in asked if task not in SETS], [task for task in asked if task in SETS]):
        gathered = gather(documents, way, options.jobs, tasks)
        taught = generated_examples(options.generated, options.generated_cache or options.cache, options.jobs, tasks)
        content = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        for task, examples in gathered.items():
            penalty = PENALTIES.get(task, PENALTY)
            _print(
                task, cross_validate(examples, PRIOR[task], taught.get(task, ()), penalty), failures=options.failures
            )
            _print(f"{task}, present weights", [(e, *_now(content.get(task, {}), e)) for e in examples], failures=False)
            if options.write:
                content[task] = fit([*examples, *taught.get(task, ())], PRIOR[task], penalty)
        if options.write:
            WEIGHTS.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


def _now(weights: Mapping[str, float], example: Example) -> tuple[bool, float]:
    index, probability = chosen(weights, example)
    return index in example.right, probability


def _print(title: str, results: Sequence[tuple[Example, bool, float]], *, failures: bool) -> None:
    by_set: dict[str, list[bool]] = defaultdict(list)
    present: dict[str, int] = defaultdict(int)
    for example, right, _ in results:
        set_name = example.name.split("/")[0]
        by_set[set_name].append(right)
        present[set_name] += bool(example.right)
    sys.stdout.write(f"{title}\n")
    for set_name, outcomes in sorted(by_set.items()):
        share = 100 * sum(outcomes) / len(outcomes)
        sys.stdout.write(
            f"  {set_name:16} {sum(outcomes):4}/{len(outcomes):<4} {share:5.1f} %   printed in {present[set_name]}\n"
        )
    if failures:
        for example, right, probability in results:
            if not right:
                state = "" if example.right else "not among the candidates"
                sys.stdout.write(f"  {example.name} wanted {example.wanted} {probability:.2f} {state}\n")


if __name__ == "__main__":
    sys.exit(main())
