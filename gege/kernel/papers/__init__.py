"""Papers that offices keep: one description, written as a Word document and as a PDF.

    from gege.kernel.papers import as_docx, as_pdf
    from gege.kernel.papers.paper import Facts, Heading, Paper, Text

Nothing in a paper is markup: every text is shown as it was typed, without control characters.
"""

from gege.kernel.papers.letters import PaperFontError, choose_letters, letters_problem
from gege.kernel.papers.paper import Paper

__all__ = ["PaperFontError", "as_docx", "as_pdf", "choose_letters", "letters_problem"]


def as_pdf(paper: Paper) -> bytes:
    """Write a paper as PDF. Raises PaperFontError where its letters are missing."""
    from gege.kernel.papers import pdf  # inline: reportlab is loaded with the first paper

    return pdf.written(paper)


def as_docx(paper: Paper) -> bytes:
    """Write a paper as a Word document."""
    from gege.kernel.papers import word  # inline: python-docx is loaded with the first paper

    return word.written(paper)
