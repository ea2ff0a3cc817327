package dev.kiln.export.nets;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.util.ArrayList;
import java.util.List;

/**
 * Some neighbouring places of a row's vector that stand for one thing.
 *
 * @param column which column they belong to, counted from 0
 * @param kind what they stand for
 * @param start the first place
 * @param width how many places
 * @param missing the place that says whether the column's value is missing, or -1 where it cannot
 *     be; for {@link Kind#MISSING} itself -1
 */
public record RowPart(int column, Kind kind, int start, int width, int missing) {
  /** What places stand for. */
  public enum Kind {
    /** A number on the normal scale. */
    NUMBER,
    /** True or false. */
    FLAG,
    /** One of as many categories as there are places. */
    CATEGORY,
    /** Whether the column's value is missing: a flag as well. */
    MISSING
  }

  /** The parts of rows with these columns, in the order of their places. */
  public static List<RowPart> of(List<ColumnSpec> columns) {
    List<RowPart> parts = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < columns.size(); i++) {
      ColumnSpec column = columns.get(i);
      int missing = column.nullable() ? at + column.valueWidth() : -1;
      parts.add(new RowPart(i, kind(column.type()), at, column.valueWidth(), missing));
      if (column.nullable()) {
        parts.add(new RowPart(i, Kind.MISSING, missing, 1, -1));
      }
      at += column.width();
    }
    return parts;
  }

  private static Kind kind(ColumnType type) {
    return switch (type) {
      case REAL, INTEGER -> Kind.NUMBER;
      case BOOLEAN -> Kind.FLAG;
      case CATEGORICAL -> Kind.CATEGORY;
    };
  }

  /** The place after the last. */
  public int end() {
    return start + width;
  }
}
