import Classifying
import News
import Testing

@Suite("Evaluation")
struct EvaluationTests {
    private func result(
        _ score: Double, _ relevant: Bool, topics: [String] = [], called: [String] = [], language: String = "en",
        hard: Bool = false
    ) -> (verdict: Verdict, label: LabelledText.Label) {
        (
            Verdict(relevant: score >= 0.5, relevance: score, topics: called.map { Topic($0) }, language: language),
            LabelledText.Label(relevant: relevant, topics: topics.map { Topic($0) }, language: "en", isHard: hard)
        )
    }

    @Test("precision, recall and F1 follow from the counts")
    func counts() {
        let evaluation = Evaluation([
            result(0.9, true), result(0.8, false), result(0.2, true), result(0.1, false), result(0.7, true),
        ])
        #expect(evaluation.relevance.truePositives == 2)
        #expect(evaluation.relevance.precision == 2.0 / 3)
        #expect(evaluation.relevance.recall == 2.0 / 3)
        #expect(evaluation.relevance.f1 == 2.0 / 3)
        #expect(evaluation.relevance.total == 5)
    }

    @Test("average precision is that of the order; equal scores are one step")
    func averagePrecision() {
        let ordered = Evaluation([result(0.9, true), result(0.8, false), result(0.7, true)])
        let expected: Double = 5.0 / 6
        #expect((ordered.averagePrecision - expected).magnitude < 1e-12)
        let tied = Evaluation([result(0.5, true), result(0.5, false)])
        #expect(tied.averagePrecision == 0.5)
    }

    @Test("topics are counted over the relevant items, missed ones too")
    func topics() {
        let evaluation = Evaluation([
            result(0.9, true, topics: ["trade", "aid"], called: ["trade", "haiti"]),
            result(0.1, true, topics: ["trade"]), result(0.9, false, called: ["trade"]),
        ])
        #expect(evaluation.topics.truePositives == 1)
        #expect(evaluation.topics.falsePositives == 1)
        #expect(evaluation.topics.falseNegatives == 2)
        #expect(evaluation.byTopic[Topic("trade")]?.f1 == 2.0 / 3)
    }

    @Test("hard items, languages and the worst errors are told apart")
    func parts() {
        let evaluation = Evaluation([
            result(0.6, false, hard: true), result(0.99, false, language: "sw"), result(0.9, true),
        ])
        #expect(evaluation.hard.falsePositives == 1)
        #expect(evaluation.hard.total == 1)
        #expect(evaluation.byLanguage["en"]?.total == 3)
        #expect(evaluation.languageAccuracy == 2.0 / 3)
        #expect(evaluation.worst == [1, 0])
    }

    @Test("calibration bins hold the items by score")
    func calibration() {
        let evaluation = Evaluation([result(1, true), result(0.95, true), result(0.05, false)])
        #expect(evaluation.calibration.map(\.count) == [1, 2])
        #expect(evaluation.calibration.last?.relevantShare == 1)
        #expect(evaluation.brierScore > 0 && evaluation.brierScore < 0.01)
    }

    @Test("nothing at all is no error")
    func empty() {
        #expect(Evaluation([]).relevance.f1 == 1)
    }

    @Test("the calibration error is the mean distance of scores and shares")
    func calibrationError() {
        let evaluation = Evaluation([result(0.75, true), result(0.75, false), result(0.25, false), result(0.25, false)])
        #expect((evaluation.expectedCalibrationError - 0.25).magnitude < 1e-12)
    }

    @Test("kinds of case are counted over the hard items")
    func cases() {
        let evaluation = Evaluation(
            [result(0.9, false, hard: true), result(0.9, true, hard: true), result(0.9, false)],
            cases: [["sport", "listed"], ["sport"], ["sport"]])
        #expect(evaluation.byCase["sport"]?.total == 2)
        #expect(evaluation.byCase["sport"]?.precision == 0.5)
        #expect(evaluation.byCase["listed"]?.falsePositives == 1)
    }
}
