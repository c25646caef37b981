"""Turns attributes into elements, so that tables read the formats that write their values as attributes."""

from lxml import etree

from functions.extract.einvoice.elements import Node


def with_attributes_as_elements(root: Node) -> Node:
    """The same document with a child for each attribute that has no prefix, before the other children."""
    for element in list(root.element.iter(etree.Element)):
        names = [name for name in element.attrib if not str(name).startswith("{")]
        for position, name in enumerate(names):
            child = etree.Element(name)
            child.text = element.get(name)
            element.insert(position, child)
    return root
