package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, with what it takes to turn its values into numbers and back.
 *
 * <p>A column fills {@link #width} places of a row's vector: one for a number or a flag, one for
 * each category, and one more at its end that says whether the value is missing, where it can be.
 *
 * @param name the column's name, as rows have it
 * @param type what its values are
 * @param nullable whether a value can be missing
 * @param decimals for a real: how many digits after the point are kept, or null to keep all
 * @param categories for a categorical: its values, in the order of their places
 * @param knots for a number: its quantiles, rising, at evenly spaced places of the normal scale;
 *     the first is the smallest and the last the largest value that it takes
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ColumnSpec(
    String name,
    ColumnType type,
    boolean nullable,
    @Nullable Integer decimals,
    List<String> categories,
    List<Double> knots) {

  private static final int MAX_NAME = 256;
  private static final int MAX_DECIMALS = 15;

  public ColumnSpec {
    Require.present("columns.name", name);
    if (name.isBlank() || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "columns.name must have 1 to " + MAX_NAME + " characters, was \"" + name + "\"");
    }
    Require.present("columns.type of " + name, type);
    categories = categories == null ? List.of() : List.copyOf(categories);
    knots = knots == null ? List.of() : List.copyOf(knots);
    if (type == ColumnType.CATEGORICAL ? categories.isEmpty() : !categories.isEmpty()) {
      throw new IllegalArgumentException(
          "column "
              + name
              + " is "
              + type.spelling()
              + " and has "
              + categories.size()
              + " categories; a categorical column has at least one, others have none");
    }
    if (new HashSet<>(categories).size() != categories.size()) {
      throw new IllegalArgumentException("column " + name + " names a category twice");
    }
    if (type.isNumber() ? knots.size() < 2 : !knots.isEmpty()) {
      throw new IllegalArgumentException(
          "column "
              + name
              + " is "
              + type.spelling()
              + " and has "
              + knots.size()
              + " knots; a number has at least two, others have none");
    }
    for (int i = 0; i < knots.size(); i++) {
      if (!Double.isFinite(knots.get(i)) || (i > 0 && knots.get(i) < knots.get(i - 1))) {
        throw new IllegalArgumentException(
            "the knots of column "
                + name
                + " must be numbers that do not fall, knot "
                + i
                + " is "
                + knots.get(i));
      }
    }
    if (decimals != null && (type != ColumnType.REAL || decimals < 0 || decimals > MAX_DECIMALS)) {
      throw new IllegalArgumentException(
          "decimals of column "
              + name
              + " must be 0 to "
              + MAX_DECIMALS
              + ", and only a real column has them; was "
              + decimals
              + " on a "
              + type.spelling());
    }
  }

  /** How many places of a row's vector the column fills. */
  public int width() {
    return valueWidth() + (nullable ? 1 : 0);
  }

  /** How many of them hold the value; the one that says whether it is missing comes after them. */
  public int valueWidth() {
    return type == ColumnType.CATEGORICAL ? categories.size() : 1;
  }
}
