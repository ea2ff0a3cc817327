package dev.kiln.generation.row;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns rows into vectors and back, by what a card says of its columns and nothing else. A row is a
 * map from column names to values: {@link Double} for a real column, {@link Long}, {@link Boolean},
 * {@link String}, or null for a value that is missing.
 *
 * <p>A vector holds the columns one after the other. A number stands on a normal scale that is cut
 * at three standard deviations, a flag is 1 or -1, a category has 1 at its place and -1 at the
 * others (analog bits, Chen et al. 2023, arXiv 2208.04202), and the place that says whether the
 * value is missing holds 1 where it is and -1 where it is not.
 *
 * <p>Pure; safe for many threads.
 */
public final class RowCodec {

  /** The largest number in a vector; its negative is the smallest. */
  public static final double NORMAL_LIMIT = 3;

  private static final float MISSING = 1;
  private static final float PRESENT = -1;

  private final List<ColumnSpec> columns;
  private final ColumnCodec[] codecs;
  private final int[] starts;
  private final int width;

  /** A codec of some columns, in the order of their places. */
  public RowCodec(List<ColumnSpec> columns) {
    this.columns = List.copyOf(columns);
    this.codecs = this.columns.stream().map(ColumnCodec::of).toArray(ColumnCodec[]::new);
    this.starts = new int[codecs.length];
    int at = 0;
    for (int i = 0; i < codecs.length; i++) {
      starts[i] = at;
      at += columns.get(i).width();
    }
    this.width = at;
  }

  /** The codec of samples that are rows. */
  public static RowCodec of(SampleSpec sample) {
    return new RowCodec(sample.columns());
  }

  public List<ColumnSpec> columns() {
    return columns;
  }

  /** How many numbers a vector has. */
  public int width() {
    return width;
  }

  /**
   * Writes a row into {@code target}, from {@code offset} on. A column that the row lacks is
   * missing.
   *
   * @throws IllegalArgumentException in one sentence, if a value is not the column's, or missing
   *     where the column is not nullable
   */
  public void encode(Map<String, ? extends @Nullable Object> row, float[] target, int offset) {
    for (int i = 0; i < codecs.length; i++) {
      Object given = row.get(columns.get(i).name());
      if (given != null) {
        encode(i, codecs[i].typed(given), target, offset + starts[i]);
      } else if (columns.get(i).nullable()) {
        encodeMissing(i, target, offset + starts[i]);
      } else {
        throw new IllegalArgumentException(
            "column \"" + columns.get(i).name() + "\" must have a value in every row");
      }
    }
  }

  private void encode(int column, Object value, float[] target, int at) {
    codecs[column].encode(value, target, at);
    if (columns.get(column).nullable()) {
      target[at + columns.get(column).valueWidth()] = PRESENT;
    }
  }

  private void encodeMissing(int column, float[] target, int at) {
    int values = columns.get(column).valueWidth();
    for (int i = 0; i < values; i++) {
      target[at + i] = values == 1 ? 0 : -1;
    }
    target[at + values] = MISSING;
  }

  /** The row that a vector stands for; every vector stands for one. */
  public Map<String, @Nullable Object> decode(float[] values, int offset) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < codecs.length; i++) {
      ColumnSpec column = columns.get(i);
      int at = offset + starts[i];
      boolean missing = column.nullable() && values[at + column.valueWidth()] > 0;
      row.put(column.name(), missing ? null : codecs[i].decode(values, at));
    }
    return row;
  }

  /**
   * The row that a vector stands for, with the columns that were given exactly as they were given.
   *
   * @param given as {@link #known} took it
   */
  public Map<String, @Nullable Object> decode(
      FloatTensor sample, Map<String, ? extends @Nullable Object> given) {
    Map<String, @Nullable Object> row = decode(sample.values(), 0);
    for (int i = 0; i < codecs.length; i++) {
      Object value = given.get(columns.get(i).name());
      if (value != null) {
        row.put(columns.get(i).name(), codecs[i].typed(value));
      }
    }
    return Collections.unmodifiableMap(row);
  }

  /**
   * Some columns as networks take them. A column that is given as null is generated like one that
   * is left out, but does not come out as missing.
   *
   * @throws IllegalArgumentException in one sentence that names the column, what was found and what
   *     is allowed
   */
  public KnownColumns known(Map<String, ? extends @Nullable Object> given) {
    for (String name : new TreeSet<>(given.keySet())) {
      if (columns.stream().noneMatch(column -> column.name().equals(name))) {
        throw new IllegalArgumentException(
            "there is no column "
                + Sentence.quoted(name)
                + ", there are "
                + Sentence.listed(columns.stream().map(ColumnSpec::name).toList()));
      }
    }
    float[] values = new float[width];
    float[] mask = new float[width];
    for (int i = 0; i < codecs.length; i++) {
      ColumnSpec column = columns.get(i);
      if (!given.containsKey(column.name())) {
        continue;
      }
      Object value = given.get(column.name());
      int first = value == null ? column.valueWidth() : 0;
      if (value != null) {
        encode(i, codecs[i].typed(value), values, starts[i]);
      } else if (column.nullable()) {
        values[starts[i] + first] = PRESENT;
      }
      for (int at = first; at < column.width(); at++) {
        mask[starts[i] + at] = 1;
      }
    }
    Shape shape = Shape.of(width);
    return new KnownColumns(new FloatTensor(shape, values), new FloatTensor(shape, mask));
  }
}
