"""Training learns, windows are labelled right, and a killed run goes on as if nothing had happened."""

import gzip
import json
import random
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file
from tokenizers import Encoding

from index.articles import make_article
from index.encoder import Encoder
from qa.evaluation.dataset import read_squad
from qa.network import collate, span_scores, trained_state
from qa.training import train as training
from qa.training.labelled import NULL, Labelled, read_windows, write_windows
from qa.training.ministry import folders
from qa.training.train import mean_network, train
from qa.training.windows import Shares, ThaiWindows, TransferWindows
from qa.windows import Window
from tests.conftest import small_network

CONTEXT = (
    "การประชุมสุดยอดอาเซียน ครั้งที่ ๓๔ จัดขึ้นที่กรุงเทพมหานคร เมื่อวันที่ ๒๒ มิถุนายน ๒๕๖๒ "
    "โดยมีพลเอก ประยุทธ์ จันทร์โอชา นายกรัฐมนตรี เป็นประธาน ที่ประชุมหารือเรื่องความยั่งยืน "
)


def rows(contexts: int) -> list[dict[str, object]]:
    """Questions on articles that tell of one meeting each, all in another town."""
    made: list[dict[str, object]] = []
    for i in range(contexts):
        town = f"เมืองที่ {i * 7}"
        text = CONTEXT.replace("กรุงเทพมหานคร", town) * (1 + 12 * (i % 2))
        for question, answer in ((f"ประชุมเมื่อปี {2560 + i} ที่ไหน", town), ("เมื่อไร", "๒๒ มิถุนายน ๒๕๖๒")):
            answers = {"text": [answer], "answer_start": [text.index(answer)]}
            made.append(
                {
                    "id": f"{i}{answer}",
                    "title": "ประชุม",
                    "question": question,
                    "context": text,
                    "answers": answers,
                }
            )
    return made


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "train.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows(6))
    return path


def test_questions_are_also_asked_in_another_order(questions: Path, encoder: Encoder) -> None:
    examples, articles = read_squad(questions)
    seen: set[str] = set()

    def tokenize(text: str) -> Encoding:
        seen.add(text)
        return encoder.tokenize(text)

    list(ThaiWindows(examples, articles, tokenize, {}, Shares(turned=1.0)).epoch(random.Random(1)))
    assert any(text.startswith("ที่ไหนประชุมเมื่อปี") for text in seen)
    assert not any(text.startswith("ประชุมเมื่อปี") for text in seen)


def test_transfer_windows_point_at_the_answer(questions: Path, encoder: Encoder) -> None:
    found = list(TransferWindows([questions], encoder.tokenize).epoch(random.Random(1)))
    assert sum(labelled.answer != NULL for labelled in found) == 12
    for labelled in found:
        assert len(labelled.window.ids) <= 256
        if labelled.answer != NULL:
            first, last = (position - labelled.window.first for position in labelled.answer)
            assert 0 <= first <= last < len(labelled.window.places)


def test_thai_windows_hold_the_answer_or_are_negatives(questions: Path, encoder: Encoder) -> None:
    retrieved = {str(row["id"]): [("ชื่อ", "ข้อความจากบทความอื่น")] for row in rows(6)}
    source = ThaiWindows(*read_squad(questions), encoder.tokenize, retrieved)
    assert len(source.examples) == 12
    found = [labelled for epoch in range(3) for labelled in source.epoch(random.Random(epoch))]
    positives = [labelled for labelled in found if labelled.answer != NULL]
    assert len(positives) == 36
    assert len(found) > len(positives)
    tokens = encoder.tokenize("22 มิถุนายน 2562").ids
    dated = [
        window.ids[answer[0] : answer[1] + 1]
        for window, answer in ((labelled.window, labelled.answer) for labelled in positives)
    ]
    assert sum(ids[-len(tokens) + 1 :] == tokens[1:] for ids in dated) == 18


def test_sentences_are_also_read_alone(questions: Path, encoder: Encoder) -> None:
    examples, articles = read_squad(questions)
    usual = ThaiWindows(examples, articles, encoder.tokenize, {}, Shares(0, 0, 0, 0))
    alone = ThaiWindows(examples, articles, encoder.tokenize, {}, Shares(0, 0, 0, 0, alone=1.0))
    before, after = (list(source.epoch(random.Random(1))) for source in (usual, alone))
    assert sum(labelled.answer != NULL for labelled in before) == 12
    assert sum(labelled.answer != NULL for labelled in after) == 24
    assert any(labelled.answer == NULL for labelled in after)


def test_windows_are_read_as_they_were_written(questions: Path, encoder: Encoder, tmp_path: Path) -> None:
    source = ThaiWindows(*read_squad(questions), encoder.tokenize, {})
    epochs = [list(source.epoch(random.Random(epoch))) for epoch in range(2)]
    assert write_windows(epochs, tmp_path / "windows") == len(epochs[0]) + len(epochs[1])
    read = read_windows(tmp_path / "windows")
    assert [len(epoch) for epoch in read] == [len(epoch) for epoch in epochs]
    for before, after in zip(epochs[0] + epochs[1], [*read[0], *read[1]], strict=True):
        assert (before.window.ids, before.answer) == (after.window.ids, after.answer)
        for one, other in zip(collate([before.window]), collate([after.window]), strict=True):
            torch.testing.assert_close(one, other)


def test_epochs_of_several_files_are_mixed(questions: Path, encoder: Encoder, tmp_path: Path) -> None:
    source = ThaiWindows(*read_squad(questions), encoder.tokenize, {})
    epochs = [list(source.epoch(random.Random(epoch))) for epoch in range(3)]
    write_windows(epochs, tmp_path / "a")
    write_windows(epochs[:1], tmp_path / "b")
    chosen = [training._epochs(f"{tmp_path / 'a'}:2-3"), training._epochs(str(tmp_path / "b"))]
    with pytest.raises(SystemExit, match="epochs 1 to 3"):
        training._epochs(f"{tmp_path / 'a'}:3-4")
    sizes = [len(epoch) for epoch in training._mixed(chosen)]
    assert sizes == [len(epochs[1]) + len(epochs[0]), len(epochs[2])]


def toy_batches(count: int) -> list[list[Labelled]]:
    """Windows whose answer is the token 7, and is null where there is no 7."""
    draw = random.Random(3)
    batches = []
    for _ in range(count):
        batch = []
        for _ in range(8):
            text = [draw.randint(10, 20) for _ in range(12)]
            at = draw.randrange(12)
            present = draw.random() < 0.7
            if present:
                text[at] = 7
            window = Window([0, 5, 2, 2, *text, 2], 4, [(i, i + 1) for i in range(12)])
            batch.append(Labelled(window, (4 + at, 4 + at) if present else NULL))
        batches.append(batch)
    return batches


def test_training_learns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_CHECKPOINT_EVERY", 20)
    losses = train(small_network(), toy_batches(120), 5e-3, tmp_path / "checkpoint.pt")
    assert len(losses) == 6
    assert losses[-1] < 0.2 * losses[0]


def test_a_killed_run_ends_as_one_that_was_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "_CHECKPOINT_EVERY", 5)
    whole = small_network()
    train(whole, toy_batches(20), 1e-3, tmp_path / "whole.pt")

    class Killed(BaseException):
        pass

    saved = training._save

    def save_and_die(*given: object) -> None:
        saved(*given)  # type: ignore[arg-type]
        raise Killed

    monkeypatch.setattr(training, "_save", save_and_die)
    with pytest.raises(Killed):
        train(small_network(), toy_batches(20), 1e-3, tmp_path / "cut.pt")
    monkeypatch.setattr(training, "_save", saved)
    resumed = small_network()
    train(resumed, toy_batches(20), 1e-3, tmp_path / "cut.pt")
    for name, value in trained_state(whole).items():
        torch.testing.assert_close(trained_state(resumed)[name], value, msg=name)


def test_news_comes_in_folders_in_the_order_that_it_was_written() -> None:
    articles = [make_article(id_, "ข่าว") for id_ in ("w99-01", "w100-01", "w100-02", "v01-01")]
    assert folders(articles) == {"w99", "w100", "v01"}
    assert folders(articles, first="w100") == {"w100", "v01"}
    assert folders(articles, last="w100") == {"w99", "w100"}
    with pytest.raises(ValueError, match="w99 w100 v01"):
        folders(articles, first="w98")


def test_networks_are_averaged_weight_by_weight(tmp_path: Path) -> None:
    before = trained_state(small_network())
    for out, shift in (("one", 0.0), ("other", 2.0)):
        (tmp_path / out).mkdir()
        save_file(
            {name: value + shift for name, value in before.items()}, tmp_path / out / "network.safetensors"
        )
    found = trained_state(mean_network(small_network(), [tmp_path / "one", tmp_path / "other"]))
    assert found.keys() == before.keys()
    for name, value in found.items():
        torch.testing.assert_close(value, before[name] + 1.0, msg=name)


def test_a_student_takes_over_its_teachers_opinion(tmp_path: Path) -> None:
    teacher = small_network()
    train(teacher, toy_batches(120), 5e-3, tmp_path / "teacher.pt")
    unlabelled = [[Labelled(labelled.window, NULL) for labelled in batch] for batch in toy_batches(120)]
    student = small_network()
    train(student, unlabelled, 5e-3, tmp_path / "student.pt", [teacher])
    window = Window([0, 5, 2, 2, 11, 12, 7, 13, 2], 4, [(i, i + 1) for i in range(4)])
    ids, mask, allowed = collate([window])
    with torch.no_grad():
        scores = span_scores(*student.eval()(ids, mask), allowed)
    assert divmod(int(scores.flatten().argmax()), ids.shape[1]) == (6, 6)
