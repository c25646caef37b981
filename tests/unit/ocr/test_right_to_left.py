"""Words of a text layer that are read from right to left."""

from functions.ocr.text_layer import parse_bbox_layout


def test_an_arabic_word_of_a_layer_has_its_letters_in_the_order_in_which_they_are_read() -> None:
    xhtml = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><doc><page><flow><block><line>'
        '<word xMin="1" yMin="1" xMax="4" yMax="3">ةروتاف</word><word xMin="5" yMin="1" xMax="9" yMax="3">17</word>'
        "</line></block></flow></page></doc></body></html>"
    )
    (page,) = parse_bbox_layout(xhtml.encode(), [(10, 10)])

    assert [word.text for word in page.words] == ["فاتورة", "17"]
