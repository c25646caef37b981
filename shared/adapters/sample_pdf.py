"""A small PDF with which processes that use pdfium warm up."""

# Enough of an invoice that the libraries load and prepare what they need: the forks would each do it again. One font is
# not inside, so that pdfium lists the fonts of the system.
_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 50]/Contents 4 0 R/Resources<</Font<</F 5 0 R/G 6 0 R>>>>>>",
    b"<</Length 75>>stream\nBT /F 9 Tf 9 12 Td (Sample) Tj /G 9 Tf 60 0 Td (words) Tj ET 9 9 60 20 re S   \nendstream",
    b"<</Type/Font/Subtype/TrueType/BaseFont/Sample/Encoding/WinAnsiEncoding/ToUnicode 7 0 R>>",
    b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    b"<</Length 53>>stream\n1 beginbfchar <53> <0053> endbfchar                    \nendstream",
)


def sample_pdf() -> bytes:
    """A page of two words and a line."""
    content, places = b"%PDF-1.4\n", []
    for number, held in enumerate(_OBJECTS, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(_OBJECTS) + 1
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            count,
            table,
            count,
            len(content),
        )
    )
