package dev.kiln.export.data.table;

import dev.kiln.export.data.TrainingSet;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.row.RowCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table to learn from: rows with the types of its columns, encoded as a card encodes them.
 *
 * <p>Safe for many threads.
 */
public final class Table implements TrainingSet {
  private final String name;
  private final List<ColumnSpec> columns;
  private final RowCodec codec;
  private final List<Map<String, @Nullable Object>> rows;

  private Table(String name, List<ColumnSpec> columns, List<Map<String, @Nullable Object>> rows) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.codec = new RowCodec(columns);
    this.rows = List.copyOf(rows);
  }

  /**
   * A table whose columns are inferred.
   *
   * @throws IllegalArgumentException in one sentence, if a column cannot be used
   */
  public static Table of(TextTable text, ColumnWishes wishes) {
    return of(text, ColumnInference.columns(text, wishes));
  }

  /**
   * A table with known columns, such as a card's; other columns of the text are left out.
   *
   * @throws IllegalArgumentException in one sentence, if the text lacks a column, or a cell is not
   *     of its type
   */
  public static Table of(TextTable text, List<ColumnSpec> columns) {
    int[] places = columns.stream().mapToInt(c -> place(text, c.name())).toArray();
    return new Table(
        text.name(),
        columns,
        IntStream.range(0, text.rows().size())
            .mapToObj(i -> row(text, i, columns, places))
            .toList());
  }

  private static int place(TextTable text, String column) {
    int place = text.header().indexOf(column);
    if (place < 0) {
      throw new IllegalArgumentException(
          text.name()
              + " has no column \""
              + column
              + "\", it has "
              + String.join(", ", text.header()));
    }
    return place;
  }

  private static Map<String, @Nullable Object> row(
      TextTable text, int index, List<ColumnSpec> columns, int... places) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < places.length; i++) {
      ColumnSpec column = columns.get(i);
      String cell = text.rows().get(index).get(places[i]);
      if (!Cells.isMissing(column.type(), cell) && !Cells.fits(column.type(), cell)) {
        throw new IllegalArgumentException(
            "column \"%s\" of %s is %s, row %d holds \"%s\""
                .formatted(column.name(), text.name(), column.type().spelling(), index + 1, cell));
      }
      row.put(column.name(), Cells.value(column.type(), cell));
    }
    return row;
  }

  /** The rows of a generator, as a table. */
  public static Table of(
      String name, List<ColumnSpec> columns, List<Map<String, @Nullable Object>> rows) {
    return new Table(name, columns, rows);
  }

  /** What messages and cards call it. */
  public String name() {
    return name;
  }

  public List<ColumnSpec> columns() {
    return columns;
  }

  /** Encodes and decodes its rows. */
  public RowCodec codec() {
    return codec;
  }

  /** A row: from a column's name to its value, null where it is missing. */
  public Map<String, @Nullable Object> row(int index) {
    return rows.get(index);
  }

  /** All rows, in order. */
  public List<Map<String, @Nullable Object>> rows() {
    return rows;
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public long[] shape() {
    return new long[] {codec.width()};
  }

  @Override
  public void read(int index, float[] target, int offset) {
    codec.encode(rows.get(index), target, offset);
  }

  @Override
  public Map<String, Integer> conditions() {
    return Map.of();
  }

  @Override
  public void readCondition(String condition, int index, long[] target, int offset) {
    throw new IllegalArgumentException("a table has no condition " + condition);
  }

  @Override
  public String caption(int index) {
    return "row " + index;
  }
}
