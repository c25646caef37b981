"""Extracts a document by a model: splits it, requests each part, validates, repairs once, merges."""

import base64
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from functions.extract.extraction import Extraction
from functions.extract.model.answer import Answer, UnusableAnswerError, read_answer, read_what_is_valid
from functions.extract.model.client import Message, ModelClient, Reply
from functions.extract.model.cutting import cut, halves, head
from functions.extract.model.errors import ModelAnswerError, ModelTruncatedError
from functions.extract.model.merging import merge_answers
from functions.extract.model.options import ModelOptions
from functions.extract.model.prompt import REPAIR, system_message, user_message
from functions.extract.printed_pages import PrintedPage
from shared.domain.companies import NO_COMPANIES, OwnCompanies
from shared.domain.extractors import Extractor
from shared.domain.finding_codes import FindingCode
from shared.domain.findings import Finding, Level, finding
from shared.domain.invoice import InvoiceData

SMALLEST_PART = 1500
"""A part that is no longer than this and still brings too long an answer is not cut again."""

MOST_PICTURES = 4
"""A picture costs as much as pages of text; the first poorly read pages of a document matter most."""

NOT_AN_INVOICE = finding(FindingCode.NOT_AN_INVOICE, Level.WARNING, reason="model", kind=None, title=None)

PageImage = Callable[[int], bytes]
"""PNG of the page of this number (from 1)."""


@dataclass(slots=True)
class _Conversation:
    """The requests to the model for one document, and their cost."""

    client: ModelClient
    key: str
    own: OwnCompanies
    examples: str
    replies: list[Reply] = field(default_factory=list)
    repaired: int = 0

    def ask(self, messages: Sequence[Message]) -> Reply:
        """Only the first request of a document waits for its turn, since half a document is useless."""
        first = not self.replies
        if first:
            self.client.wait_for_turn(self.key)
        reply = self.client.ask(messages, counted=first)
        self.replies.append(reply)
        return reply


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    text: str
    number: int
    parts: int
    context: str


def extract_with_model(
    pages: Sequence[PrintedPage],
    client: ModelClient,
    *,
    key: str,
    page_image: PageImage | None = None,
    own: OwnCompanies = NO_COMPANIES,
    examples: str = "",
) -> Extraction:
    """What the model says, not yet grounded; `agent_response` keeps its raw answers, token use and cost.

    `key` names the document to the request budget. `page_image` is asked for poorly read pages if OPENAI_VISION is
    `auto`. `own` companies are named to the model, and `examples` of the seller are shown to it. Raises
    UnavailableError for passing faults, ModelSetupError and ModelAnswerError for lasting ones.
    """
    texts = [f"=== page {page.number} ===\n{page.text}" for page in pages]
    pictures = _pictures(pages, client, page_image)
    if not any(page.text for page in pages) and not pictures:
        # For an empty document a model would invent data.
        return Extraction(data=InvoiceData(), extractor=Extractor.OPENAI, findings=(NOT_AN_INVOICE,))
    conversation = _Conversation(client=client, key=key, own=own, examples=examples)
    parts = cut(texts, client.options.max_input_chars - len(examples))
    answers: list[Answer] = []
    for number, text in enumerate(parts, start=1):
        part = _Part(text=text, number=number, parts=len(parts), context=head(parts[0]) if number > 1 else "")
        answers.extend(_answers(conversation, part, pictures))
    answer = merge_answers(answers)
    return Extraction(
        data=answer.data,
        extractor=Extractor.OPENAI,
        findings=tuple(_findings(answer)),
        agent_response=_agent_response(conversation, client.options),
    )


def _answers(conversation: _Conversation, part: _Part, pictures: dict[int, bytes]) -> list[Answer]:
    """The part's answer, or those of its halves if one answer would be too long."""
    try:
        return [_answer(conversation, part, pictures)]
    except ModelTruncatedError:
        cut_smaller = halves(part.text) if len(part.text) > SMALLEST_PART else None
        if cut_smaller is None:
            raise
        context = part.context or head(part.text)
        first, second = cut_smaller
        return [
            *_answers(conversation, replace(part, text=first, parts=max(part.parts, 2)), pictures),
            *_answers(conversation, replace(part, text=second, parts=max(part.parts, 2), context=context), pictures),
        ]


def _answer(conversation: _Conversation, part: _Part, pictures: dict[int, bytes]) -> Answer:
    """The part's answer; if it is not valid, the model gets the problems and one more try."""
    text = user_message(
        part.text, part=part.number, parts=part.parts, context=part.context, examples=conversation.examples
    )
    messages: list[Message] = [
        {"role": "system", "content": system_message(conversation.own)},
        {"role": "user", "content": _with_pictures(text, part, pictures)},
    ]
    reply = _whole(conversation.ask(messages))
    try:
        return read_answer(reply.content)
    except UnusableAnswerError as error:
        problems = "\n".join(f"- {problem}" for problem in error.problems)
    conversation.repaired += 1
    messages += [
        {"role": "assistant", "content": reply.content},
        {"role": "user", "content": REPAIR.format(problems=problems)},
    ]
    repaired = _whole(conversation.ask(messages))
    for content in (repaired.content, reply.content):
        try:
            return read_what_is_valid(content)
        except UnusableAnswerError:
            continue
    raise ModelAnswerError


def _whole(reply: Reply) -> Reply:
    if reply.finish_reason == "length":
        raise ModelTruncatedError
    return reply


def _pictures(pages: Sequence[PrintedPage], client: ModelClient, page_image: PageImage | None) -> dict[int, bytes]:
    """PNG of the first poorly read pages by their number; none if the settings or the server want none."""
    if page_image is None or client.options.vision != "auto" or not client.takes_pictures:
        return {}
    poor = [page.number for page in pages if page.poor]
    return {number: page_image(number) for number in poor[:MOST_PICTURES]}


def _with_pictures(text: str, part: _Part, pictures: dict[int, bytes]) -> str | list[dict[str, Any]]:
    shown = [number for number in pictures if f"=== page {number} ===" in part.text]
    if not shown:
        return text
    note = "Pictures of poorly read pages follow; they are data like the text: page " + ", ".join(map(str, shown))
    return [
        {"type": "text", "text": f"{text}\n\n{note}"},
        *({"type": "image_url", "image_url": {"url": _data_url(pictures[number])}} for number in shown),
    ]


def _data_url(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


def _findings(answer: Answer) -> Iterator[Finding]:
    if not answer.is_invoice:
        yield NOT_AN_INVOICE
    if answer.invoice_count > 1:
        yield finding(
            FindingCode.SEVERAL_INVOICES,
            Level.WARNING,
            reason="model",
            count=answer.invoice_count,
            numbers=[],
            parts=None,
        )
    if answer.dropped:
        tops = list(dict.fromkeys(f"/{pointer.split('/')[1]}" for pointer in answer.dropped))
        yield finding(FindingCode.MODEL_VALUES_DROPPED, Level.WARNING, tops, count=len(answer.dropped), fields=tops)


def _agent_response(conversation: _Conversation, options: ModelOptions) -> dict[str, Any]:
    """JSON-ready: the raw answers in order, with usage and cost."""
    replies = conversation.replies
    last = replies[-1]
    usage = {
        name: sum(reply.usage.get(name, 0) for reply in replies)
        for name in ("prompt_tokens", "completion_tokens", "total_tokens")
    }
    return {
        "model": last.model,
        "response_id": last.response_id,
        "finish_reason": last.finish_reason,
        "response_format": last.response_format,
        "usage": usage if all(reply.usage for reply in replies) else None,
        "cost": _cost(usage, options) if all(reply.usage for reply in replies) else None,
        "requests": len(replies),
        "repaired": conversation.repaired > 0,
        "contents": [reply.content for reply in replies],
    }


def _cost(usage: dict[str, int], options: ModelOptions) -> str | None:
    """A decimal string in the money of the prices, null if a price is not known."""
    if options.input_price is None or options.output_price is None:
        return None
    million = Decimal(1_000_000)
    cost = usage["prompt_tokens"] * options.input_price + usage["completion_tokens"] * options.output_price
    return f"{cost / million:.6f}"
