#!/usr/bin/env python3
"""Packs a program into the archive that is handed out for a platform: the program, its manual,
completions for shells, licence and README. The same files give the same bytes.

    archive.py PROGRAM TARGET FOLDER
"""

import gzip
import io
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile

SHELLS = {"bash": "postil.bash", "zsh": "_postil", "fish": "postil.fish",
          "powershell": "_postil.ps1", "elvish": "postil.elv"}
ROOT = pathlib.Path(__file__).resolve().parent.parent


def contents(program):
    """Returns what the archive holds, by path; the program writes most of it."""
    files = {program.name: program.read_bytes()}
    for name in ("LICENSE", "README.md"):
        files[name] = (ROOT / name).read_bytes()
    for shell, name in SHELLS.items():
        script = subprocess.run([program, "completions", shell], check=True, capture_output=True)
        files[f"completions/{name}"] = script.stdout
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([program, "man", "--output", folder], check=True)
        for page in sorted(pathlib.Path(folder).iterdir()):
            files[f"man/man1/{page.name}"] = page.read_bytes()
    return files


def mode(name, program):
    return 0o755 if name == program.name else 0o644


def main(program, target, folder):
    program, folder = pathlib.Path(program).resolve(), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    top = f"postil-{target}"
    files = sorted(contents(program).items())
    if "windows" in target:
        path = folder / f"{top}.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in files:
                archive.writestr(zipfile.ZipInfo(f"{top}/{name}"), data, zipfile.ZIP_DEFLATED)
    else:
        path = folder / f"{top}.tar.gz"
        with open(path, "wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed, \
                tarfile.open(fileobj=packed, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name, data in files:
                entry = tarfile.TarInfo(f"{top}/{name}")
                entry.size, entry.mode = len(data), mode(name, program)
                archive.addfile(entry, io.BytesIO(data))
    print(path)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
