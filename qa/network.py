"""Token windows -> scores of every span: the e5 encoder with a span head on top."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import torch
import transformers
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import BertModel

from qa.windows import Tokenize, Window

LONGEST = 80
"""Tokens of the longest span that is scored."""
_PAIR_WIDTH = 64
_PAD = 1
_STEP = 16  # lengths are rounded up to a multiple: the processor's kernels are prepared once per length


class SpanNetwork(nn.Module):
    """Scores spans of a window as the answer, against one null score.

    A span's score is start + end + pair, the last a bilinear form of its two ends; position 0 stands for
    "no answer here". Trained with the compound objective of Fajcik et al. 2021 (arXiv:2008.12804). The
    score less the null score is the log-odds of that span against none, so it can be compared between
    windows and articles; a softmax within each window could not.
    """

    def __init__(self, encoder: BertModel) -> None:
        """Put an untrained head on `encoder`."""
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.ends = nn.Linear(width, 2)
        self.first = nn.Linear(width, _PAIR_WIDTH)
        self.last = nn.Linear(width, _PAIR_WIDTH)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of ends, shape (batch, length, 2), and of pairs, shape (batch, length, length).

        `ids` and `mask` have shape (batch, length); both results are float32.
        """
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        pairs = self.first(hidden) @ self.last(hidden).transpose(1, 2) / _PAIR_WIDTH**0.5
        return self.ends(hidden).float(), pairs.float()


def collate(windows: Sequence[Window]) -> tuple[Tensor, Tensor, Tensor]:
    """Return ids, attention mask and the mask of where a span may begin or end, each (batch, length)."""
    longest = max(len(window.ids) for window in windows)
    length = -(-longest // _STEP) * _STEP
    ids = torch.full((len(windows), length), _PAD)
    allowed = torch.zeros((len(windows), length), dtype=torch.bool)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = torch.tensor(window.ids)
        places = torch.tensor([end > start for start, end in window.places], dtype=torch.bool)
        allowed[row, window.first : window.first + len(places)] = places
        allowed[row, 0] = True  # the null span
    return ids, (ids != _PAD).long(), allowed


def span_scores(ends: Tensor, pairs: Tensor, allowed: Tensor) -> Tensor:
    """Return the score of each span, shape (batch, length, length): [b, i, j] is that of tokens i to j.

    Spans that can't be are -inf; [b, 0, 0] is the null score.
    """
    length = allowed.shape[1]
    scores = ends[:, :, None, 0] + ends[:, None, :, 1] + pairs
    band = torch.ones(length, length, dtype=torch.bool, device=allowed.device).triu().tril(LONGEST - 1)
    band[0, 1:] = False  # the null span ends where it begins
    possible = band & allowed[:, :, None] & allowed[:, None, :]
    return scores.masked_fill(~possible, float("-inf"))


def new_network(folder: Path, attention: str = "sdpa") -> SpanNetwork:
    """Return a network on the encoder in a sentence-transformers folder, its head untrained.

    Word embeddings are frozen, and there is no dropout.
    """
    transformers.utils.logging.disable_progress_bar()
    encoder = BertModel.from_pretrained(
        folder,
        add_pooling_layer=False,
        attn_implementation=attention,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        local_files_only=True,
    )
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return SpanNetwork(encoder)


def load_tokenizer(folder: Path) -> Tokenize:
    """Return what cuts text into the tokens of the encoder in a sentence-transformers folder."""
    return partial(Tokenizer.from_file(str(folder / "tokenizer.json")).encode, add_special_tokens=False)


def trained_state(network: SpanNetwork) -> dict[str, Tensor]:
    """Return the parameters that training changes, by name."""
    return {name: p.detach().clone() for name, p in network.named_parameters() if p.requires_grad}
