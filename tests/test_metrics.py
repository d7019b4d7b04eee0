"""Scores are those of the field."""

import numpy as np
import pytest

from qa.evaluation.metrics import calibration_error, percent, score


def test_an_exact_answer_scores_one() -> None:
    exact = score("กรุงเทพมหานคร", ["เชียงใหม่", "กรุงเทพมหานคร"])
    assert (exact.em, exact.f1_word, exact.f1_char, exact.f1_squad) == (1, 1, 1, 1)


def test_the_squad_form_ignores_case_punctuation_and_articles() -> None:
    assert score("The ASEAN, Secretariat.", ["asean secretariat"]).em == 1


def test_word_f1_counts_newmm_words_and_the_squad_one_what_spaces_part() -> None:
    near = score("ประเทศเกาหลีใต้", ["เกาหลีใต้"])
    assert near.em == 0
    assert near.f1_word == pytest.approx(2 / 3)  # ประเทศ | เกาหลีใต้
    assert near.f1_squad == 0
    assert near.f1_char == pytest.approx(2 * 9 / (15 + 9))


def test_repeated_words_count_as_often_as_they_stand() -> None:
    assert score("2 2", ["2"]).f1_word == pytest.approx(2 / 3)


def test_no_gold_answer_means_that_none_is_right() -> None:
    assert score("", []).em == 1
    assert score("คำตอบ", []).f1_word == 0
    assert score("", ["คำตอบ"]).em == 0


def test_calibration_error_is_the_mean_gap() -> None:
    sure, right = np.array([0.95] * 10 + [0.25] * 4), np.array([True] * 10 + [False] * 4)
    assert calibration_error(sure, right) == pytest.approx((10 * 0.05 + 4 * 0.25) / 14)
    assert calibration_error(np.array([1.0, 0.0]), np.array([True, False])) == 0


def test_the_percentage_of_nothing_is_none() -> None:
    assert percent([]) is None
    assert percent([True, False, False]) == 33.3
