"""Trained networks -> the weights that are shipped: `qa/reader.safetensors` and `qa/reader.json`.

    python -m qa.training.export OUT [OUT2 [--share 0.7]]     # each holds network.safetensors, see qa.training.train

Two networks of one origin are averaged, weight by weight, which reads better than either
(Wortsman et al. 2022, arXiv:2203.05482).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file

from index.bundled import model_folder
from qa.network import new_network
from qa.packing import NAME, pack
from qa.settings import Settings


def main() -> None:
    """Pack the network."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("other", type=Path, nargs="?", help="OUT of a second network")
    parser.add_argument("--share", type=float, default=0.5, help="of the first in the average")
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1])
    arguments = parser.parse_args()
    folder = model_folder(Settings().cache)
    network, base = new_network(folder), new_network(folder)
    trained = load_file(arguments.out / "network.safetensors")
    if arguments.other:
        other = load_file(arguments.other / "network.safetensors")
        trained = {name: torch.lerp(other[name], value, arguments.share) for name, value in trained.items()}
    network.load_state_dict(trained, strict=False)
    digest = pack(network, base, arguments.to)
    size = (arguments.to / NAME).stat().st_size
    print(f"{arguments.to / NAME}: {size / 1e6:.1f} MB, SHA-256 {digest}")


if __name__ == "__main__":
    main()
