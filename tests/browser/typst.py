"""Compiles Typst documents, and asks for what is in them.

    typst.py compile ROOT SOURCE PDF …     compiles each SOURCE to its PDF
    typst.py texts SOURCE                  prints the values labelled <text>, as plain text, in JSON
"""
import json
import sys
from pathlib import Path

sys.path = [path for path in sys.path if Path(path or ".").resolve() != Path(__file__).parent]
sys.path.insert(0, str(Path(__file__).parent / "validators/python"))
import typst  # noqa: E402


def plain(node):
    """Returns the text of content as `typst.query` gives it."""
    if isinstance(node, list):
        return "".join(map(plain, node))
    if not isinstance(node, dict):
        return ""
    if node.get("func") == "space":
        return " "
    if "text" in node and isinstance(node["text"], str):
        return node["text"]
    return "".join(plain(node[key]) for key in ("children", "child", "body") if key in node)


if sys.argv[1] == "compile":
    root, files = sys.argv[2], sys.argv[3:]
    for source, pdf in zip(files[::2], files[1::2]):
        try:
            typst.compile(source, output=pdf, root=root)
        except Exception as error:  # noqa: BLE001
            sys.exit(f"{source}: {error}")
else:
    found = json.loads(typst.query(sys.argv[2], "<text>", field="value"))
    print(json.dumps([plain(value) for value in found]))
