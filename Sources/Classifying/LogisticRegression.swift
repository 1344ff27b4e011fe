/// Fits a linear model to yes-or-no answers: the weights that make the answers likeliest, held back by a penalty on their
/// squares, some of them bound to one sign.
///
/// Newton's method on the whole data, in a fixed order: the same data give the same weights.
struct LogisticRegression {
    /// How strongly weights are drawn to 0; the first weight, the base, is free.
    var penalty: Double
    /// The sign that each weight must have: 1, -1, or 0 for either.
    var signs: [Int]
    private static let rounds = 25

    /// The weights, as many as signs.
    ///
    /// Weights that come out with the wrong sign are set to 0 and the others fitted again, until none is wrong.
    func fit(_ rows: [[Double]], _ answers: [Bool], importance: [Double]) -> [Double] {
        var free = signs.indices.filter { place in place == 0 || rows.contains { $0[place] != 0 } }
        while true {
            let weights = fit(rows, answers, importance, free)
            let wrong = Set(free.filter { weights[$0] * Double(signs[$0]) < 0 })
            if wrong.isEmpty { return weights }
            free.removeAll { wrong.contains($0) }
        }
    }

    private func fit(_ rows: [[Double]], _ answers: [Bool], _ importance: [Double], _ free: [Int]) -> [Double] {
        let reduced = rows.map { row in free.map { row[$0] } }
        var weights = Array(repeating: 0.0, count: free.count)
        for _ in 0..<Self.rounds {
            let step = step(reduced, answers, importance, weights)
            for index in weights.indices { weights[index] += step[index] }
            if step.allSatisfy({ $0.magnitude < 1e-8 }) { break }
        }
        var whole = Array(repeating: 0.0, count: signs.count)
        for (index, place) in free.enumerated() { whole[place] = weights[index] }
        return whole
    }

    /// One Newton step: the gradient divided by the curvature.
    private func step(_ rows: [[Double]], _ answers: [Bool], _ importance: [Double], _ weights: [Double]) -> [Double] {
        let count = weights.count
        var gradient = weights.indices.map { $0 == 0 ? 0 : -penalty * weights[$0] }
        var curvature = Array(repeating: 0.0, count: count * count)
        for index in weights.indices { curvature[index * count + index] = index == 0 ? 1e-9 : penalty }
        for (row, (answer, worth)) in zip(rows, zip(answers, importance)) {
            let present = row.indices.filter { row[$0] != 0 }
            let sum = present.reduce(0) { $0 + row[$1] * weights[$1] }
            let expected = RelevanceModel.probability(sum)
            let error = worth * ((answer ? 1 : 0) - expected)
            let bend = worth * max(expected * (1 - expected), 1e-6)
            for i in present {
                gradient[i] += error * row[i]
                for j in present where j <= i { curvature[i * count + j] += bend * row[i] * row[j] }
            }
        }
        return Self.solve(&curvature, gradient)
    }

    /// Solves a symmetric positive system given by its lower triangle (Cholesky).
    private static func solve(_ matrix: inout [Double], _ right: [Double]) -> [Double] {
        let count = right.count
        for i in 0..<count {
            for j in 0...i {
                var sum = matrix[i * count + j]
                for k in 0..<j { sum -= matrix[i * count + k] * matrix[j * count + k] }
                matrix[i * count + j] = i == j ? max(sum, 1e-12).squareRoot() : sum / matrix[j * count + j]
            }
        }
        var solution = right
        for i in 0..<count {
            for k in 0..<i { solution[i] -= matrix[i * count + k] * solution[k] }
            solution[i] /= matrix[i * count + i]
        }
        for i in (0..<count).reversed() {
            for k in i + 1..<count { solution[i] -= matrix[k * count + i] * solution[k] }
            solution[i] /= matrix[i * count + i]
        }
        return solution
    }
}
