package dev.kiln.generation.row;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number as its place on the normal scale: the column's quantiles stand at evenly spaced places
 * from -{@link RowCodec#NORMAL_LIMIT} to {@link RowCodec#NORMAL_LIMIT}, and between two of them the
 * scale is linear. A value that many rows share, such as 0, takes up a stretch of the scale: it is
 * written to the middle of it, and read from all of it.
 */
final class NumberCodec implements ColumnCodec {

  private final String name;
  private final boolean whole;
  private final @Nullable Integer decimals;
  private final double[] knots;

  NumberCodec(ColumnSpec column) {
    this.name = column.name();
    this.whole = column.type() == ColumnType.INTEGER;
    this.decimals = column.decimals();
    List<Double> given = column.knots();
    this.knots = given.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public Number typed(Object given) {
    if (!(given instanceof Number number)
        || !Double.isFinite(number.doubleValue())
        || (whole && number.doubleValue() != Math.rint(number.doubleValue()))) {
      throw new IllegalArgumentException(mustBe() + ", was " + ColumnCodec.quoted(given));
    }
    double value = number.doubleValue();
    if (value < knots[0] || value > knots[knots.length - 1]) {
      throw new IllegalArgumentException(mustBe() + ", was " + plain(value));
    }
    if (whole) {
      return number.longValue();
    }
    return value;
  }

  private String mustBe() {
    return "column \""
        + name
        + "\" must be a "
        + (whole ? "whole " : "")
        + "number between "
        + plain(knots[0])
        + " and "
        + plain(knots[knots.length - 1]);
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  @Override
  public void encode(Object value, float[] target, int at) {
    double place = place(((Number) value).doubleValue());
    target[at] = (float) (RowCodec.NORMAL_LIMIT * (2 * place / (knots.length - 1) - 1));
  }

  /** Where a value stands among the knots, from 0 to their number minus one. */
  private double place(double value) {
    int last = knots.length - 1;
    if (value < knots[0]) {
      return 0;
    }
    if (value > knots[last]) {
      return last;
    }
    int below = last;
    while (knots[below] > value) {
      below--;
    }
    if (knots[below] < value) {
      return below + (value - knots[below]) / (knots[below + 1] - knots[below]);
    }
    int first = below;
    while (first > 0 && knots[first - 1] == value) {
      first--;
    }
    return (first + below) / 2.0;
  }

  @Override
  public Number decode(float[] values, int at) {
    int last = knots.length - 1;
    double place = (values[at] / RowCodec.NORMAL_LIMIT + 1) / 2 * last;
    double value;
    if (!(place > 0)) {
      value = knots[0];
    } else if (place >= last) {
      value = knots[last];
    } else {
      int below = (int) place;
      value = knots[below] + (place - below) * (knots[below + 1] - knots[below]);
    }
    if (whole) {
      return Math.round(value);
    }
    return decimals == null
        ? value
        : new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue();
  }
}
