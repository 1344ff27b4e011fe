#!/usr/bin/env python3
"""How well relevance is judged, beside two baselines, all over the same items and the same folds.

    Benchmarks/relevance.py [REAL.jsonl …]         or: make relevance REAL=REAL.jsonl
    Benchmarks/relevance.py --check                or: make check-relevance

Written items are those of seeds/labelled, cross-validated in ten folds with an event's items in one of them. REAL is a
file of labelled items that nothing was fitted to; it is judged with what is fitted to all written items. Printed are
Markdown tables for docs/relevance.md. The baselines are a boolean query (a Kenyan and an American name, and no word of
sport or film), and TF-IDF of words and pairs of words with logistic regression (scikit-learn).

With --record they are recorded. With --check the cross-validated figures are compared with those recorded in seeds/labelled/figures.json, and one that
has fallen by more than the margin stated there is an error; no baseline is computed, and Python needs no package.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
HABARI = pathlib.Path(os.environ.get("HABARI_BIN", ROOT / ".build" / "release")) / "habari"
LABELLED = ROOT / "seeds" / "labelled"
WRITTEN = [LABELLED / name for name in ["dev.jsonl", "more-1.jsonl", "more-2.jsonl"]]
RECORD = LABELLED / "figures.json"
FOLDS = 10
# By so much a figure may fall before the check fails: 2,400 items make steps of about 0.001.
MARGIN = 0.01

KENYAN = r"kenyan?s?|nairobi|mombasa|ruto|odinga|kenyatta|gachagua|kindiki|mudavadi|wakenya|ikulu"
AMERICAN = (
    r"us|u\.s\.|usa|united states|americans?|america|washington|white house|trump|biden|obama|rubio|blinken|usaid|"
    r"pentagon|agoa|marekani|amerika|wamarekani|états-unis|etats-unis|américaine?s?"
)
SPORT = r"marathon|football|world cup|champions?|league|athletics|olympics?|film|movie|album|singer|actress|actor|nba"


def evaluate(arguments):
    output = subprocess.run(
        [HABARI, "evaluate", *arguments, "--format", "json", "--worst", "0"], check=True, capture_output=True
    ).stdout
    return json.loads(output)


def f1(counts):
    called = counts["true_positives"] + counts["false_positives"]
    wanted = counts["true_positives"] + counts["false_negatives"]
    return 2 * counts["true_positives"] / (called + wanted) if called + wanted else 1.0


def figures(evaluation):
    """The figures that are recorded and compared."""
    relevance = evaluation["relevance"]
    called = relevance["true_positives"] + relevance["false_positives"]
    wanted = relevance["true_positives"] + relevance["false_negatives"]
    result = {
        "f1": f1(relevance), "precision": relevance["true_positives"] / called if called else 1.0,
        "recall": relevance["true_positives"] / wanted if wanted else 1.0,
        "average_precision": evaluation["average_precision"], "hard_f1": f1(evaluation["hard"]),
        "topics_f1": f1(evaluation["topics"]),
    }
    result |= {f"{language}_f1": f1(counts) for language, counts in evaluation["languages"].items()}
    return {name: round(value, 4) for name, value in result.items()}


def record():
    found = figures(evaluate(["--folds", str(FOLDS), *WRITTEN]))
    RECORD.write_text(json.dumps({"margin": MARGIN, "cross_validated": found}, indent=2) + "\n")


def check():
    """Compares the figures of today with the recorded ones."""
    record = json.loads(RECORD.read_text())
    found = figures(evaluate(["--folds", str(FOLDS), *WRITTEN]))
    fallen = 0
    for name, recorded in record["cross_validated"].items():
        mark = ""
        if found[name] < recorded - record["margin"]:
            fallen += 1
            mark = f"  fell by more than {record['margin']}"
        print(f"{name:18} {found[name]:.3f}  recorded {recorded:.3f}{mark}")
    if fallen:
        sys.exit(f"relevance.py: {fallen} figures have fallen; find out why, or record them anew with their reason")


# --- the baselines ------------------------------------------------------------------------------------------------


def read(paths):
    return [json.loads(line) for path in paths for line in open(path, encoding="utf-8") if line.strip()]


def text(item):
    return item["title"] + "\n" + (item.get("summary") or "")


def boolean(item):
    words = text(item).lower()
    has = lambda pattern: re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words)
    # "US" the country is written in capitals; "us" the pronoun is not.
    american = has(AMERICAN.replace("us|", "", 1)) or re.search(r"\bUS\b", text(item))
    return 1.0 if has(KENYAN) and american and not has(SPORT) else 0.0


def model():
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    )


def fold(item):
    """The fold of an item by its event, dealt by a hash (FNV-1a) as `habari evaluate --folds` deals."""
    key = item.get("event") or item["title"] + "\n" + (item.get("summary") or "")
    value = 0xCBF29CE484222325
    for byte in key.encode():
        value = ((value ^ byte) * 0x100000001B3) % 2**64
    return (value >> 7) % FOLDS


def learned(items):
    """Scores of TF-IDF with logistic regression in folds."""
    scores = [0.0] * len(items)
    for held in range(FOLDS):
        train = [item for item in items if fold(item) != held]
        test = [index for index, item in enumerate(items) if fold(item) == held]
        fitted = model().fit([text(item) for item in train], [item["relevant"] for item in train])
        for index, score in zip(test, fitted.predict_proba([text(items[index]) for index in test])[:, 1]):
            scores[index] = score
    return scores


def measured(items, scores, ranks=True):
    """F1, average precision, F1 of the hard ones and by language."""
    from sklearn.metrics import average_precision_score, f1_score

    truth = [item["relevant"] for item in items]
    called = [score >= 0.5 for score in scores]

    def over(wanted):
        places = [index for index, item in enumerate(items) if wanted(item)]
        return f1_score([truth[i] for i in places], [called[i] for i in places]) if places else float("nan")

    result = {
        "f1": over(lambda item: True), "hard_f1": over(lambda item: item.get("hard")),
        "average_precision": average_precision_score(truth, scores) if ranks else float("nan"),
    }
    return result | {f"{code}_f1": over(lambda item: item["language"] == code) for code in ["en", "fr", "sw"]}


# --- the tables -----------------------------------------------------------------------------------------------------

COLUMNS = ["f1", "average_precision", "hard_f1", "topics_f1", "en_f1", "fr_f1", "sw_f1"]


def row(name, values):
    cells = (values.get(column, float("nan")) for column in COLUMNS)
    return f"| {name} | " + " | ".join("–" if cell != cell else f"{cell:.3f}" for cell in cells) + " |"


def table(title, rows):
    print(f"\n{title}\n\n| | F1 | AP | Hard F1 | Topics F1 | en F1 | fr F1 | sw F1 |\n|---|---|---|---|---|---|---|---|")
    for name, values in rows:
        print(row(name, values))


def cases(title, evaluation):
    print(f"\n{title}\n\n| Kind | Items | Relevant | Found | Missed | Wrongly found | F1 |\n|---|---|---|---|---|---|---|")
    kinds = evaluation["by_case"].items()
    for kind, counts in sorted(kinds, key=lambda entry: -entry[1]["items"]):
        relevant = counts["true_positives"] + counts["false_negatives"]
        numbers = [counts["items"], relevant, counts["true_positives"], counts["false_negatives"], counts["false_positives"]]
        print(f"| {kind} | " + " | ".join(map(str, numbers)) + f" | {f1(counts):.3f} |")


def main(real):
    items = read(WRITTEN)
    evaluation = evaluate(["--folds", str(FOLDS), *WRITTEN])
    table(
        f"Written items ({len(items)}), ten folds:",
        [
            ("boolean query", measured(items, [boolean(item) for item in items], ranks=False)),
            ("TF-IDF, logistic regression", measured(items, learned(items))),
            ("Habari", figures(evaluation)),
        ],
    )
    cases("Kinds of case among them, Habari:", evaluation)
    if real:
        others = read(real)
        fitted = model().fit([text(item) for item in items], [item["relevant"] for item in items])
        scores = fitted.predict_proba([text(item) for item in others])[:, 1]
        evaluation = evaluate(real)
        table(
            f"Real items ({len(others)}), nothing fitted to them:",
            [
                ("boolean query", measured(others, [boolean(item) for item in others], ranks=False)),
                ("TF-IDF, logistic regression", measured(others, scores)),
                ("Habari", figures(evaluation)),
            ],
        )
        cases("Kinds of case among them, Habari:", evaluation)


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        check()
    elif sys.argv[1:] == ["--record"]:
        record()
    else:
        main(sys.argv[1:])
