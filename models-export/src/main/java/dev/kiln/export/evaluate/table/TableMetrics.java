package dev.kiln.export.evaluate.table;

import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Metric.Better;
import dev.kiln.export.evaluate.report.Metric.Unit;
import java.util.ArrayList;
import java.util.List;

/** What was found of a table, as the figures of a report. Pure functions. */
final class TableMetrics {
  static final String COLUMNS = "column-distance";
  static final String PAIRS = "association-difference";
  static final String SYNTHETIC = "train-on-synthetic";
  static final String RATIO = "train-on-synthetic-ratio";

  private TableMetrics() {}

  static List<Metric> of(TableFindings found) {
    List<Metric> metrics = new ArrayList<>();
    if (found.targets().size() == 1) {
      TargetScore target = found.targets().get(0);
      metrics.add(
          new Metric(
              SYNTHETIC,
              "Model of " + target.column().name() + " trained on samples, " + target.measure(),
              target.synthetic(),
              target.real(),
              Better.HIGHER,
              Unit.NUMBER,
              "A random forest learns from the samples to predict the column, and is tested on held-out real rows."
                  + " Beside it: one that learned from as many real rows as the generator did."));
    }
    if (!found.targets().isEmpty()) {
      metrics.add(ratio(found));
    }
    metrics.add(
        new Metric(
            COLUMNS,
            "Distance of columns, mean",
            TableFindings.mean(found.distances()),
            TableFindings.mean(found.floors()),
            Better.LOWER,
            Unit.NUMBER,
            "Numbers: Wasserstein distance in standard deviations. Categories and flags: total variation, the share of"
                + " rows that would have to change."));
    metrics.add(
        new Metric(
            PAIRS,
            "Difference of associations, mean",
            Association.difference(found.heldOutPairs(), found.pairs()),
            Association.difference(found.heldOutPairs(), found.realPairs()),
            Better.LOWER,
            Unit.NUMBER,
            "Of every two columns: Pearson's correlation, the correlation ratio, or Cramér's V, by their types."));
    metrics.add(
        new Metric(
            "missing-difference",
            "Difference of missing values, mean",
            TableFindings.missing(found.heldOut(), found.made()),
            TableFindings.missing(found.heldOut(), found.learned()),
            Better.LOWER,
            Unit.SHARE,
            "How much more or less often a value is missing, the mean over the columns."));
    metrics.addAll(memorisation(found));
    return metrics;
  }

  private static Metric ratio(TableFindings found) {
    return new Metric(
        RATIO,
        "Score of models trained on samples, in parts of real",
        found.ratio(),
        1.0,
        Better.HIGHER,
        Unit.SHARE,
        "What models score on held-out real rows when they learned from samples, over what they score when they"
            + " learned from real rows: the mean scores over the columns that can be predicted.");
  }

  private static List<Metric> memorisation(TableFindings found) {
    return List.of(
        new Metric(
            "copies",
            "Samples that are a learned row",
            TableFindings.copies(found.nearest()),
            TableFindings.copies(found.nearestHeldOut()),
            Better.NEAR_REAL,
            Unit.SHARE,
            "Equal value for value. Held-out real rows can be, too, where columns have few values."),
        new Metric(
            "nearest-learned",
            "Distance to the nearest learned row, median",
            TableFindings.median(found.nearest()),
            TableFindings.median(found.nearestHeldOut()),
            Better.NEAR_REAL,
            Unit.NUMBER,
            "Gower's distance. Much smaller than that of held-out real rows means that the generator repeats what it"
                + " learned from."));
  }
}
