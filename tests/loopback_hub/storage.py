"""Which files the Hub keeps in LFS, and which in git."""

import codecs
from fnmatch import fnmatchcase

from .objects import Blob

REGULAR_LIMIT = 10 * 1024 * 1024
SAMPLE_SIZE = 512

_LFS_PATTERNS = (
    "*.7z *.arrow *.bin *.bz2 *.ftz *.gz *.h5 *.joblib *.lz4 *.mds *.model *.msgpack *.npy *.npz"
    " *.onnx *.ot *.parquet *.pb *.pickle *.pkl *.pt *.pth *.rar *.safetensors *.tar *.tar.*"
    " *.tflite *.tgz *.wasm *.xz *.zip *.zst *.flac *.mp3 *.ogg *.wav *.gif *.png *.tiff *.jpg"
    " *.jpeg *.webp *.mp4 *.webm"
)
GITATTRIBUTES = "".join(
    f"{pattern} filter=lfs diff=lfs merge=lfs -text\n" for pattern in _LFS_PATTERNS.split()
).encode()


def wants_lfs(path: str, size: int, sample: bytes, attributes: bytes) -> bool:
    """Decide as the Hub does: by `.gitattributes`, by size, and by what the file looks like.

    Empty files are never put in LFS.
    """
    if size == 0:
        return False
    return size > REGULAR_LIMIT or _tracked(path, attributes) or _is_binary(sample)


def store(path: str, data: bytes, attributes: bytes = GITATTRIBUTES) -> Blob:
    """Make the blob of a file, in LFS or in git."""
    return Blob(data, lfs=wants_lfs(path, len(data), data[:SAMPLE_SIZE], attributes))


def _tracked(path: str, attributes: bytes) -> bool:
    tracked = False
    for line in attributes.decode(errors="replace").splitlines():
        pattern, *settings = line.split() or [""]
        name = path if "/" in pattern else path.rpartition("/")[2]
        if fnmatchcase(name, pattern):
            tracked = "filter=lfs" in settings
    return tracked


def _is_binary(sample: bytes) -> bool:
    if b"\0" in sample:
        return True
    try:
        # The sample may end in the middle of a character.
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return True
    return False
