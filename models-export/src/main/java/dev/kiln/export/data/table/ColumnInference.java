package dev.kiln.export.data.table;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ColumnType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a table's columns are. A column whose values are all true or false is boolean; all
 * whole numbers, integer; all numbers, real; everything else is categorical. Pure functions.
 */
public final class ColumnInference {
  /** How many values a categorical column may have: each takes a place in a row's vector. */
  public static final int MAX_CATEGORIES = 100;

  private static final int MAX_DECIMALS = 9;

  private ColumnInference() {}

  /**
   * The columns of a table, fitted to all of its rows.
   *
   * @throws IllegalArgumentException in one sentence that names the column, what was found and what
   *     helps
   */
  public static List<ColumnSpec> columns(TextTable table, ColumnWishes wishes) {
    wishes.check(table.name(), table.header());
    List<ColumnSpec> columns = new ArrayList<>();
    for (int i = 0; i < table.header().size(); i++) {
      if (!wishes.skips(table.header().get(i))) {
        columns.add(column(table, i, wishes.type(table.header().get(i))));
      }
    }
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("--columns leaves out every column of " + table.name());
    }
    return columns;
  }

  private static ColumnSpec column(TextTable table, int index, Optional<ColumnType> wish) {
    String name = table.header().get(index);
    List<String> cells = table.column(index);
    ColumnType type = wish.orElseGet(() -> type(cells));
    List<String> present = new ArrayList<>(cells.size());
    for (int row = 0; row < cells.size(); row++) {
      String cell = cells.get(row);
      if (Cells.isMissing(type, cell)) {
        continue;
      }
      if (!Cells.fits(type, cell)) {
        throw new IllegalArgumentException(
            "column \"%s\" of %s was said to be %s, row %d holds \"%s\""
                .formatted(name, table.name(), type.spelling(), row + 1, cell));
      }
      present.add(cell);
    }
    if (present.isEmpty()) {
      throw new IllegalArgumentException(
          "column \"%s\" of %s is empty in all %d rows; leave it out with --columns \"%s:skip\""
              .formatted(name, table.name(), cells.size(), name));
    }
    return new ColumnSpec(
        name,
        type,
        present.size() < cells.size(),
        type == ColumnType.REAL ? decimals(present) : null,
        type == ColumnType.CATEGORICAL ? categories(table, name, present) : List.of(),
        type.isNumber()
            ? NormalScale.knots(present.stream().mapToDouble(Double::parseDouble).toArray())
            : List.of());
  }

  private static ColumnType type(List<String> cells) {
    if (all(cells, Cells::isFlag)) {
      return ColumnType.BOOLEAN;
    }
    if (all(cells, Cells::isWhole)) {
      return ColumnType.INTEGER;
    }
    return all(cells, Cells::isNumber) ? ColumnType.REAL : ColumnType.CATEGORICAL;
  }

  /** Whether some cells are like that, and all others say that there is no value. */
  private static boolean all(List<String> cells, Predicate<String> like) {
    return cells.stream().anyMatch(like)
        && cells.stream().allMatch(c -> c.isEmpty() || like.test(c) || Cells.meansNoNumber(c));
  }

  /** The most digits after the point, or null where there are more than people write. */
  private static @Nullable Integer decimals(List<String> cells) {
    int most = 0;
    for (String cell : cells) {
      most = Math.max(most, new BigDecimal(cell).scale());
    }
    return most > MAX_DECIMALS ? null : most;
  }

  private static List<String> categories(TextTable table, String name, List<String> cells) {
    TreeSet<String> categories = new TreeSet<>(cells);
    if (categories.size() > MAX_CATEGORIES) {
      throw new IllegalArgumentException(
          "column \"%s\" of %s holds %d different texts, such as \"%s\" and \"%s\"; a categorical column may have %d,"
                  .formatted(
                      name,
                      table.name(),
                      categories.size(),
                      categories.first(),
                      categories.last(),
                      MAX_CATEGORIES)
              + " leave it out with --columns \"%s:skip\"".formatted(name));
    }
    return List.copyOf(categories);
  }
}
