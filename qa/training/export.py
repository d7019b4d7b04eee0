"""A trained network -> the weights that are shipped: `qa/reader.safetensors` and `qa/reader.json`.

python -m qa.training.export OUT        # OUT holds network.safetensors, see qa.training.train
"""

from __future__ import annotations

import argparse
from pathlib import Path

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
    parser.add_argument("--to", type=Path, default=Path(__file__).parents[1])
    arguments = parser.parse_args()
    folder = model_folder(Settings().cache)
    network, base = new_network(folder), new_network(folder)
    network.load_state_dict(load_file(arguments.out / "network.safetensors"), strict=False)
    digest = pack(network, base, arguments.to)
    size = (arguments.to / NAME).stat().st_size
    print(f"{arguments.to / NAME}: {size / 1e6:.1f} MB, SHA-256 {digest}")


if __name__ == "__main__":
    main()
