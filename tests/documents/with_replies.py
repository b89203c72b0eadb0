"""Adds to a document made by Pandoc what Word writes beside comments: who answers whom.

python3 with_replies.py SOURCE TARGET ANSWER:ANSWERED… RESOLVED…
"""

import re
import sys
import zipfile

source, target, *rest = sys.argv[1:]
answers = dict(one.split(":") for one in rest if ":" in one)
resolved = [one for one in rest if ":" not in one]
EXTENDED = "commentsExtended"


def name(comment):
    """Returns the name of the paragraph of a comment."""
    return f"{int(comment) + 1:08X}"


def with_names(text):
    """Gives the paragraphs of comments their names."""
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    text = text.replace("<w:comments ", f"<w:comments {w14} ")
    comment = r'(<w:comment w:id="(\d+)"[^>]*><w:p)>'
    return re.sub(comment, lambda it: f'{it[1]} w14:paraId="{name(it[2])}">', text)


def row(comment):
    """Returns what Word says of a comment."""
    parent = answers.get(comment)
    parent = f' w15:paraIdParent="{name(parent)}"' if parent else ""
    done = int(comment in resolved)
    return f'<w15:commentEx w15:paraId="{name(comment)}"{parent} w15:done="{done}"/>'


with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
    comments = old.read("word/comments.xml").decode()
    for item in old.infolist():
        text = old.read(item)
        if item.filename == "word/comments.xml":
            text = with_names(comments).encode()
        if item.filename == "[Content_Types].xml":
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended"
            part = f'<Override PartName="/word/{EXTENDED}.xml" ContentType="{kind}+xml"/></Types>'
            text = text.replace(b"</Types>", part.encode())
        if item.filename == "word/_rels/document.xml.rels":
            kind = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
            part = f'<Relationship Id="rIdX" Type="{kind}" Target="{EXTENDED}.xml"/></Relationships>'
            text = text.replace(b"</Relationships>", part.encode())
        new.writestr(item, text)
    rows = "".join(row(comment) for comment in re.findall(r'<w:comment w:id="(\d+)"', comments))
    w15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    new.writestr(f"word/{EXTENDED}.xml", f"<w15:commentsEx {w15}>{rows}</w15:commentsEx>")
