"""Evidence on another meeting, date or country than the question's is dropped, and it is said what was found instead."""

import pytest

from index.articles import make_article
from index.sentences import split_sentences
from qa.evidence import Evidence
from qa.question import parse_question
from qa.scope import consistent

ARTICLE = make_article(
    "a",
    "การประชุมคณะทำงานด้านน้ำ ครั้งที่ ๑๒\n\n"
    "เมื่อวันที่ ๗ พฤษภาคม พ.ศ. ๒๕๖๒ คณะทำงานด้านน้ำประชุมกันที่กรุงฮานอย นอกจากนี้ ที่ประชุมเห็นชอบงบประมาณ ๕ ล้านบาท\n\n"
    "การประชุมครั้งที่ ๑๑ จัดขึ้นเมื่อปี พ.ศ. ๒๕๖๐ ที่กรุงมะนิลา โดยมีผู้เข้าร่วม ๘๐ คน\n\n"
    "ญี่ปุ่นสนับสนุนผู้เชี่ยวชาญจำนวน ๓ คนตลอดระยะเวลาของโครงการ\n\n"
    "คณะทำงานจะสรุปผลการดำเนินงานเสนอรัฐมนตรีต่อไป",
)
EVIDENCE = [Evidence(ARTICLE, span, (), {}, 0.0) for span in split_sentences(ARTICLE.text)]


OFFICES = make_article(
    "b",
    "เปิดที่ทำการกงสุลแห่งใหม่\n\n"
    "ที่ทำการ ณ เมืองสุราบายา เปิดทำการเมื่อวันที่ ๓ เมษายน ๒๕๖๗ เป็นครั้งแรกที่เปิดในวันหยุด\n\n"
    "ผู้สนใจติดต่อได้ที่ทำการ ณ เมืองเมดาน หรือที่จังหวัดสงขลาได้ทุกวัน\n\n"
    "ศูนย์ที่จังหวัดภูเก็ตรับเรื่องร้องเรียนแล้ว ๔๗ เรื่อง",
)
OPENED = [Evidence(OFFICES, span, (), {}, 0.0) for span in split_sentences(OFFICES.text)]


@pytest.mark.parametrize(
    ("asked", "gone", "instead"),
    [
        ("ที่ทำการ ณ เมืองสุราบายา เปิดเมื่อใด", None, {}),
        ("ที่ทำการ ณ เมืองเมดาน เปิดเมื่อใด", "เมษายน", {"เมืองเมดาน": "เมืองสุราบายา"}),
        ("ที่ทำการ ณ เมืองชลบาร์ เปิดเมื่อใด", None, {}),  # not named at all: perhaps in another spelling
        ("ศูนย์ที่จังหวัดสงขลารับเรื่องร้องเรียนกี่เรื่อง", "๔๗ เรื่อง", {"สงขลา": "ภูเก็ต"}),
        ("ที่ทำการเปิดครั้งที่ 3 เมื่อใด", None, {}),  # a first time is no other meeting
    ],
)
def test_what_is_told_of_one_town_is_not_told_of_another(
    asked: str, gone: str | None, instead: dict[str, str]
) -> None:
    evidence, named = consistent(parse_question(asked, 500), OPENED)
    assert gone is None or not any(gone in each.text for each in evidence)
    assert {key: value for key, value in named.items() if key in instead} == instead
    assert bool(instead) == bool(named)


@pytest.mark.parametrize(
    ("asked", "kept", "dropped", "instead"),
    [
        ("การประชุมคณะทำงานด้านน้ำครั้งที่ 12 จัดที่ไหน", "กรุงฮานอย", None, {}),
        ("การประชุมคณะทำงานด้านน้ำครั้งที่ 11 จัดที่ไหน", "กรุงมะนิลา", "กรุงฮานอย", {"ครั้งที่ 11": "ครั้งที่ ๑๒"}),
        ("ปี 2560 ประชุมกันที่ไหน", "กรุงมะนิลา", "กรุงฮานอย", {"2560": "๗ พฤษภาคม พ.ศ. ๒๕๖๒"}),
        ("การประชุมครั้งที่ 11 กับครั้งที่ 12 จัดที่ใด", "กรุงฮานอย", None, {}),
        ("การประชุมที่กรุงฮานอยเป็นครั้งที่เท่าไร", "กรุงฮานอย", None, {}),
        ("เกาหลีใต้สนับสนุนผู้เชี่ยวชาญกี่คน", "๘๐ คน", "๓ คน", {"เกาหลีใต้": "ญี่ปุ่น"}),
    ],
)
def test_evidence_fits_what_is_asked(
    asked: str, kept: str, dropped: str | None, instead: dict[str, str]
) -> None:
    evidence, named = consistent(parse_question(asked, 500), EVIDENCE)
    assert any(kept in each.text for each in evidence)
    assert dropped is None or not any(dropped in each.text for each in evidence)
    assert named == instead


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("ญี่ปุ่นบริจาควัคซีนกี่โดส", "วัคซีนล็อตแรกจำนวน 1 ล้านโดสส่งถึงประเทศไทยแล้ว\n\nญี่ปุ่นเป็นมิตรเก่าแก่"),
        *(
            ("เมืองสุราบายามีผู้เข้าร่วมกี่คน", f"{generic} มีผู้เข้าร่วม ๘๐ คน\n\nเมืองสุราบายาเป็นเจ้าภาพ")
            for generic in (
                "โครงการเมืองอัจฉริยะ",
                "คนเข้าเมืองผิดกฎหมาย",
                "โครงการพลเมืองดิจิทัล",
                "เครือข่ายเมืองมรดกโลก",
                "งานในเมืองหลัก",
                "โครงการเมืองสีเขียว",
                "โครงการหัวเมืองชายทะเล",
                "สำนักงานแขวงทางหลวงที่ ๑",
                "ด่านตรวจคนเข้าเมืองสนามบินสุวรรณภูมิ",
            )
        ),
    ],
)
def test_neither_thailand_nor_a_generic_town_is_another_place(asked: str, text: str) -> None:
    article = make_article("c", f"ข่าวประจำวัน\n\n{text}")
    first = next(
        Evidence(article, span, (), {}, 0.0)
        for span in split_sentences(article.text)
        if "จำนวน" in article.text[slice(*span)] or "๘๐" in article.text[slice(*span)]
    )
    assert consistent(parse_question(asked, 500), [first]) == ([first], {})
