"""XML from a stranger as plain nodes, by the standard library's expat.

Document type definitions are refused outright: an Atom feed needs none, and every known trick with
entities (expanding bombs, files and addresses read in) begins with one. A package that wraps the parser
for this would bring in no more than the two handlers below.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

DEEPEST_NESTING = 30
"""An Atom feed needs four levels."""


class UnsafeXml(ValueError):
    """The text is not well-formed, or asks for something that data does not need."""


@dataclass(slots=True)
class XmlNode:
    """An element. Its name is ``{namespace}local``."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[XmlNode] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The element's own text, blanks made single."""
        return " ".join("".join(self.pieces).split())

    def all(self, name: str) -> Iterator[XmlNode]:
        """The children of that name."""
        return (child for child in self.children if child.name == name)

    def text_of(self, name: str) -> str:
        """The text of the first child of that name; empty where there is none."""
        return next((child.text for child in self.all(name)), "")


def parsed_xml(data: bytes) -> XmlNode:
    """The root element. Raises UnsafeXml."""
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    root = XmlNode("")
    open_nodes = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > DEEPEST_NESTING:
            raise UnsafeXml("it is nested too deeply")
        node = XmlNode(_full_name(name), {_full_name(key): value for key, value in attributes.items()})
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def end(_: str) -> None:
        open_nodes.pop()

    def read(text: str) -> None:
        open_nodes[-1].pieces.append(text)

    def refuse(*_: object) -> None:
        raise UnsafeXml("it declares a document type, which no answer of the service needs")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = read
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnsafeXml(
            f"line {error.lineno}: {expat.errors.messages.get(error.code, 'syntax error')}"
        ) from None
    except (LookupError, UnicodeError) as error:
        raise UnsafeXml(f"its encoding cannot be read: {error}") from None
    return root.children[0]


def _full_name(name: str) -> str:
    return f"{{{name}" if "}" in name else name
