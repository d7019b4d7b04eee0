"""Trained networks -> the weights that are shipped: `qa/reader.safetensors` and `qa/reader.json`.

    python -m qa.training.export OUT ... [--to FOLDER]     # each holds network.safetensors, see qa.training.train

Several are averaged, weight by weight; one that is named twice counts twice.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from index.bundled import model_folder
from qa.network import new_network
from qa.packing import NAME, pack
from qa.settings import Settings
from qa.training.train import mean_network


def main() -> None:
    """Pack the network."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("outs", type=Path, nargs="+", metavar="OUT")
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1])
    arguments = parser.parse_args()
    folder = model_folder(Settings().cache)
    digest = pack(mean_network(new_network(folder), arguments.outs), new_network(folder), arguments.to)
    size = (arguments.to / NAME).stat().st_size
    print(f"{arguments.to / NAME}: {size / 1e6:.1f} MB, SHA-256 {digest}")


if __name__ == "__main__":
    main()
