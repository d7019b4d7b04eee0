"""Article -> `Chunk`s: overlapping windows of whole sentences, the unit that is embedded and searched."""

from __future__ import annotations

from dataclasses import dataclass

from index.articles import Article
from index.mentions import mention_keys
from index.sentences import Span, split_sentences
from index.thai import search_words

WINDOW = 600
"""Characters a chunk aims not to exceed: about 170 tokens of multilingual-e5 for Thai."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A window of `article.text[start:end]`."""

    article_id: str
    start: int
    end: int
    text: str
    title: str
    sentences: tuple[Span, ...]
    """Offsets of its sentences in the article."""

    @property
    def lead(self) -> str:
        """What is read before the text: the title, but for the article's beginning, which says itself what it is about."""
        return self.title if self.start else ""

    @property
    def passage(self) -> str:
        """What is embedded: a window alone often doesn't say which meeting it speaks of."""
        return f"{self.title}\n{self.text}"

    def tokens(self) -> list[str]:
        """Return what BM25 indexes: words of title and text, and the canonical keys of both."""
        return search_words(self.passage) + mention_keys(self.passage)


def make_chunks(article: Article) -> list[Chunk]:
    """Cut an article into windows of at most `WINDOW` characters that share one sentence.

    A sentence longer than the window is a chunk of its own.
    """
    spans = split_sentences(article.text)
    chunks: list[Chunk] = []
    first = 0
    while first < len(spans):
        last = first
        while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= WINDOW:
            last += 1
        start, end = spans[first][0], spans[last][1]
        text, sentences = article.text[start:end], tuple(spans[first : last + 1])
        chunks.append(Chunk(article.id, start, end, text, article.title, sentences))
        if last + 1 == len(spans):
            break
        overlaps = last > first and spans[last + 1][1] - spans[last][0] <= WINDOW
        first = last if overlaps else last + 1
    return chunks
