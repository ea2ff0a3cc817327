package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;

/**
 * How well models predict one column of held-out real rows.
 *
 * @param column the column
 * @param real what a model scores that learned from real rows
 * @param synthetic what one scores that learned from as many generated rows
 */
record TargetScore(ColumnSpec column, double real, double synthetic) {
  /** Less of a number's variance explained than this, and there is nothing to be learned. */
  private static final double LEAST_EXPLAINED = 0.05;

  /** Ranking right in fewer cases than this is not much better than guessing. */
  private static final double LEAST_RANKED = 0.55;

  /** The synthetic score in parts of the real one; NaN where the real one says nothing. */
  double ratio() {
    return real >= (column.type().isNumber() ? LEAST_EXPLAINED : LEAST_RANKED)
        ? synthetic / real
        : Double.NaN;
  }

  /** What is measured. */
  String measure() {
    return column.type().isNumber() ? "R\u00b2" : "ROC area";
  }
}
