"""A question -> a cited answer, in the words of the articles only.

from qa import answer, Assistant

print(answer("การประชุม S2S ครั้งที่ 4 จัดที่ไหน"))
"""

from qa.answer import Answer, Citation, Point, Quote
from qa.assistant import Assistant
from qa.default import answer
from qa.retriever import Passage
from qa.settings import Settings

__all__ = ["Answer", "Assistant", "Citation", "Passage", "Point", "Quote", "Settings", "answer"]
