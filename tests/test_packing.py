"""The shipped weights: small, whole, and the ones that were trained."""

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
import torch

from index.errors import ModelUnavailable
from qa.network import SpanNetwork, trained_state
from qa.packing import CARD, NAME, load_trained, pack
from tests.conftest import small_network

LARGEST = 25_000_000  # bytes


def moved(network: SpanNetwork) -> SpanNetwork:
    torch.manual_seed(1)
    with torch.no_grad():
        for parameter in network.parameters():
            if parameter.requires_grad:
                parameter += 0.01 * torch.randn_like(parameter)
    return network


def test_what_was_learned_comes_back(tmp_path: Path) -> None:
    trained = moved(small_network())
    pack(trained, small_network(), tmp_path)
    loaded = small_network()
    load_trained(loaded, tmp_path)
    wanted, got, before = map(trained_state, (trained, loaded, small_network()))
    for name, value in wanted.items():
        learned = (value - before[name]).norm()
        assert (got[name] - value).norm() <= 0.15 * learned + 0.001 * value.norm(), name


def test_the_shipped_file_is_small_and_the_one_on_its_card(tmp_path: Path) -> None:
    shipped = Path(str(files("qa").joinpath(NAME)))
    assert shipped.stat().st_size <= LARGEST


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / NAME).write_bytes((folder / NAME).read_bytes()[:-1] + b"?"),
        lambda folder: (folder / NAME).unlink(),
        lambda folder: (folder / CARD).write_text("{"),
        lambda folder: (folder / CARD).write_text("{}"),
    ],
)
def test_damaged_weights_are_not_loaded(tmp_path: Path, damage: Callable[[Path], object]) -> None:
    for name in (NAME, CARD):
        shutil.copy(str(files("qa").joinpath(name)), tmp_path)
    damage(tmp_path)
    with pytest.raises(ModelUnavailable, match="reinstall"):
        load_trained(small_network(), tmp_path)
