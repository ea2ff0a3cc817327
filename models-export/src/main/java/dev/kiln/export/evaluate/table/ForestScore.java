package dev.kiln.export.evaluate.table;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTJointRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * How well a column can be predicted from the others: a random forest (Breiman 2001) learns from
 * some rows and is scored on others. Rows in which the column is missing are left out.
 *
 * <p>A number is scored by R², the share of its variance that is explained. A flag is scored by the
 * area under the ROC curve, and a category by the mean of that area over the categories, each
 * against the rest and counted by its share; guessing scores 0.5.
 */
final class ForestScore {
  private static final Logger TRIBUO = Logger.getLogger("org.tribuo");
  private static final int TREES = 40;
  private static final int DEPTH = 10;
  private static final float SMALLEST_LEAF = 5;
  private static final float FEATURES = 0.4f;
  private static final String NUMBER = "value";

  private final List<ColumnSpec> features;
  private final ColumnSpec target;
  private final long seed;

  /** A score for one column of a table. */
  ForestScore(List<ColumnSpec> columns, ColumnSpec target, long seed) {
    this.features = columns.stream().filter(column -> !column.equals(target)).toList();
    this.target = target;
    this.seed = seed;
    TRIBUO.setLevel(Level.WARNING);
  }

  /**
   * The score on {@code tested} of a forest that learned from {@code learned}; NaN where the column
   * has no two values to tell apart.
   */
  double of(
      List<Map<String, @Nullable Object>> learned, List<Map<String, @Nullable Object>> tested) {
    List<Map<String, @Nullable Object>> truth =
        tested.stream().filter(row -> row.get(target.name()) != null).toList();
    MutableDataset<Regressor> data =
        new MutableDataset<>(
            new SimpleDataSourceProvenance("rows", new RegressionFactory()),
            new RegressionFactory());
    learned.stream()
        .filter(row -> row.get(target.name()) != null)
        .forEach(row -> data.add(example(row, answer(row))));
    if (data.size() < 2 * SMALLEST_LEAF || truth.isEmpty()) {
      return Double.NaN;
    }
    Model<Regressor> forest =
        new RandomForestTrainer<>(
                new CARTJointRegressionTrainer(
                    DEPTH, SMALLEST_LEAF, 0, FEATURES, false, new MeanSquaredError(), false, seed),
                new AveragingCombiner(),
                TREES,
                seed)
            .train(data);
    List<Regressor> answers =
        truth.stream().map(row -> forest.predict(example(row, answer(row))).getOutput()).toList();
    return target.type().isNumber() ? explained(truth, answers) : rankedRight(truth, answers);
  }

  /** What the forest learns: the number, or 1 for the value that the row has and 0 for others. */
  private Regressor answer(Map<String, @Nullable Object> row) {
    Object value = row.get(target.name());
    if (value instanceof Number number) {
      return new Regressor(NUMBER, number.doubleValue());
    }
    List<String> names = names();
    double[] places = new double[names.size()];
    int place = names.indexOf(String.valueOf(value));
    if (place >= 0) {
      places[place] = 1;
    }
    return new Regressor(names.toArray(String[]::new), places);
  }

  private List<String> names() {
    return target.type() == ColumnType.BOOLEAN
        ? List.of("true")
        : target.categories().stream().sorted().toList();
  }

  /** Every other column, in full: numbers as they are, a place for each text and for missing. */
  private ArrayExample<Regressor> example(Map<String, @Nullable Object> row, Regressor answer) {
    Map<String, Double> values = new TreeMap<>();
    for (ColumnSpec column : features) {
      Object value = row.get(column.name());
      if (column.nullable()) {
        values.put(column.name() + " missing", value == null ? 1.0 : 0.0);
      }
      switch (column.type()) {
        case BOOLEAN -> values.put(column.name(), Boolean.TRUE.equals(value) ? 1.0 : 0.0);
        case CATEGORICAL ->
            column
                .categories()
                .forEach(
                    category ->
                        values.put(
                            column.name() + "=" + category, category.equals(value) ? 1.0 : 0.0));
        case INTEGER, REAL ->
            values.put(
                column.name(),
                value instanceof Number number
                    ? number.doubleValue()
                    : column.knots().get(column.knots().size() / 2));
      }
    }
    return new ArrayExample<>(
        answer,
        values.keySet().toArray(String[]::new),
        values.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private double explained(List<Map<String, @Nullable Object>> truth, List<Regressor> answers) {
    double[] values = Values.numbers(target, truth);
    double wrong = 0;
    for (int i = 0; i < values.length; i++) {
      double gap = values[i] - answers.get(i).getValues()[0];
      wrong += gap * gap;
    }
    double deviation = Values.deviation(values);
    return deviation == 0 ? Double.NaN : 1 - wrong / (deviation * deviation * values.length);
  }

  private double rankedRight(List<Map<String, @Nullable Object>> truth, List<Regressor> answers) {
    double sum = 0;
    double weights = 0;
    for (String name : names()) {
      boolean[] is = new boolean[truth.size()];
      double[] score = new double[truth.size()];
      int count = 0;
      for (int i = 0; i < is.length; i++) {
        is[i] = name.equals(String.valueOf(truth.get(i).get(target.name())));
        count += is[i] ? 1 : 0;
        score[i] =
            answers.get(i).getDimension(name).map(Regressor.DimensionTuple::getValue).orElse(0.0);
      }
      if (count > 0 && count < is.length) {
        sum += count * area(is, score);
        weights += count;
      }
    }
    return weights == 0 ? Double.NaN : sum / weights;
  }

  /** The area under the ROC curve, by the ranks (Mann and Whitney 1947); ties count half. */
  static double area(boolean[] is, double... score) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, is.length).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> score[i]));
    double ranks = 0;
    double positives = 0;
    int start = 0;
    while (start < order.size()) {
      int end = start;
      while (end < order.size() && score[order.get(end)] == score[order.get(start)]) {
        end++;
      }
      for (int i = start; i < end; i++) {
        if (is[order.get(i)]) {
          ranks += (start + 1 + end) / 2.0;
          positives++;
        }
      }
      start = end;
    }
    double negatives = is.length - positives;
    return (ranks - positives * (positives + 1) / 2) / (positives * negatives);
  }
}
