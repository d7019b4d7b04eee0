"""iApp train questions -> `qa/boundaries.json`: where people let an answer begin and end.

    python -m qa.training.boundaries FOLDER        # FOLDER holds train.jsonl.gz of iapp_wiki_qa

Each marked answer is set against spans whose ends lie a few words off. A conditional logit (McFadden 1974) over
the words at the ends of the span, with an L2 prior, learns which of them is the marked one.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from pythainlp.tokenize import word_tokenize
from tqdm import tqdm

from index.sentences import Span
from qa.boundaries import WEIGHTS, Asked, features, trimmed
from qa.evaluation.dataset import read_squad
from qa.training.windows import place_of

SEED = 20260101
LEAST_SEEN = 12
PRIOR = 3.0
_BEYOND, _WITHIN = 4, 5  # words that an end is moved by, outwards and inwards
_SHARING_AN_END, _SHARING_NONE = 12, 2  # spans that an answer is set against
_REACH = 80  # characters
_NEGLIGIBLE = 0.02


def main() -> None:
    """Fit and write the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / WEIGHTS)
    arguments = parser.parse_args()
    groups = list(tqdm(contrasts(arguments.folder / "train.jsonl.gz"), "answers"))
    weights = fit(groups)
    kept = {name: round(w, 3) for name, w in sorted(weights.items()) if abs(w) >= _NEGLIGIBLE}
    arguments.out.write_text(json.dumps(kept, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(groups)} answers, {len(kept)} weights")


def contrasts(file: Path) -> Iterator[list[list[str]]]:
    """Yield for each answer the features of its span, then those of spans near it."""
    examples, articles = read_squad(file)
    texts = {article.id: article.text for article in articles}
    draw = random.Random(SEED)
    for example in examples:
        text = texts[str(example.article)]
        place = place_of(example, text)
        others = _others(text, place, draw) if place else []
        if place and others:
            asked = Asked.of(example.question)
            yield [features(asked, text, span) for span in (trimmed(text, *place), *others)]


def _others(text: str, place: Span, draw: random.Random) -> list[Span]:
    start, end = place
    inside = _starts(text, start, end)
    starts = _starts(text, max(0, start - _REACH), start)[-_BEYOND:] + inside[:_WITHIN]
    beyond = _starts(text, end, min(len(text), end + _REACH))
    ends = [*inside[1:], end][-_WITHIN:] + beyond[1 : _BEYOND + 1]
    marked = trimmed(text, *place)
    spans = sorted({trimmed(text, a, b) for a in starts for b in ends if a < b} - {marked})
    draw.shuffle(spans)
    sharing = [span for span in spans if span[0] == marked[0] or span[1] == marked[1]]
    apart = [span for span in spans if span not in sharing]
    return sharing[:_SHARING_AN_END] + apart[:_SHARING_NONE]


def _starts(text: str, start: int, end: int) -> list[int]:
    """Return where the words of `text[start:end]` begin."""
    found = []
    for word in word_tokenize(text[start:end], engine="newmm", join_broken_num=False):
        found.append(start)
        start += len(word)
    return found


def fit(groups: Sequence[Sequence[Sequence[str]]]) -> dict[str, float]:
    """Return the weights under which the first span of each group is the likeliest."""
    seen = Counter(name for group in groups for span in group for name in set(span))
    numbers = {
        name: i for i, name in enumerate(sorted(n for n, count in seen.items() if count >= LEAST_SEEN))
    }
    spans = [span for group in groups for span in group]
    group_of = torch.tensor([i for i, group in enumerate(groups) for _ in group])
    marked = torch.tensor([i == 0 for group in groups for i, _ in enumerate(group)])
    cells = [(row, numbers[name]) for row, span in enumerate(spans) for name in span if name in numbers]
    size = (len(spans), len(numbers))
    held = torch.sparse_coo_tensor(torch.tensor(cells).T, torch.ones(len(cells)), size).coalesce()
    weights = torch.zeros(len(numbers), requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        scores = (held @ weights[:, None])[:, 0]
        totals = torch.zeros(len(groups)).index_add(0, group_of, scores.exp())
        value = totals.log().sum() - scores[marked].sum() + PRIOR / 2 * weights.square().sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(loss)  # type: ignore[no-untyped-call]
    return dict(zip(numbers, weights.tolist(), strict=True))


if __name__ == "__main__":
    main()
