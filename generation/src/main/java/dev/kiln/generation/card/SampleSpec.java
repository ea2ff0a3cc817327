package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.kiln.generation.tensor.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one sample is.
 *
 * @param kind what the values mean
 * @param shape the shape of one sample; images are [channels, height, width]
 * @param range the smallest and the largest value that a sample may hold
 * @param columns for a row: its columns, in the order of their places in the vector
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SampleSpec(
    SampleKind kind, Shape shape, List<Double> range, List<ColumnSpec> columns) {

  public SampleSpec {
    Require.present("sample.kind", kind);
    Require.present("sample.shape", shape);
    range = range == null ? List.of(-1.0, 1.0) : List.copyOf(range);
    if (range.size() != 2
        || !(range.get(0) < range.get(1))
        || Double.isInfinite(range.get(1) - range.get(0))) {
      throw new IllegalArgumentException(
          "sample.range must be two numbers, the smaller first, was " + range);
    }
    columns = columns == null ? List.of() : List.copyOf(columns);
    if ((kind == SampleKind.ROW) == columns.isEmpty()) {
      throw new IllegalArgumentException(
          "a row has columns and nothing else has, sample.columns names " + columns.size());
    }
    if (kind == SampleKind.ROW) {
      checkRow(shape, columns);
    }
    if (kind == SampleKind.IMAGE) {
      if (shape.rank() != 3) {
        throw new IllegalArgumentException(
            "sample.shape of an image must be [channels, height, width], was " + shape.dims());
      }
      int channels = shape.dims().get(0);
      if (channels != 1 && channels != 3) {
        throw new IllegalArgumentException(
            "an image has 1 or 3 channels, sample.shape says " + channels);
      }
    }
  }

  /** A sample that is not a row. */
  public SampleSpec(SampleKind kind, Shape shape, List<Double> range) {
    this(kind, shape, range, List.of());
  }

  private static void checkRow(Shape shape, List<ColumnSpec> columns) {
    Set<String> names = new HashSet<>();
    int width = 0;
    for (ColumnSpec column : columns) {
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("sample.columns names " + column.name() + " twice");
      }
      width += column.width();
    }
    if (!shape.equals(Shape.of(width))) {
      throw new IllegalArgumentException(
          "the columns fill " + width + " places, sample.shape is " + shape.dims());
    }
  }

  public double low() {
    return range.get(0);
  }

  public double high() {
    return range.get(1);
  }
}
