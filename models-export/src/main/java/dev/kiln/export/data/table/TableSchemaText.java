package dev.kiln.export.data.table;

import dev.kiln.generation.card.ColumnSpec;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table's columns, for people to check before a training. Pure functions. */
public final class TableSchemaText {
  private static final int SHOWN = 8;

  private TableSchemaText() {}

  /** A line for the table and one for each column, a line break at the end of each. */
  public static String of(Table table, int heldOut) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s: %d rows to learn from, %d held out, %d columns as %d numbers%n",
            table.name(),
            table.size(),
            heldOut,
            table.columns().size(),
            table.codec().width()));
    int width = table.columns().stream().mapToInt(c -> c.name().length()).max().orElse(0);
    String format = "  %-" + Math.max(6, width) + "s  %-11s  %7s  %s%n";
    text.append(String.format(Locale.ROOT, format, "column", "type", "missing", "values"));
    for (ColumnSpec column : table.columns()) {
      text.append(
          String.format(
              Locale.ROOT,
              format,
              column.name(),
              column.type().spelling(),
              missing(column, table.rows()),
              values(column)));
    }
    return text.toString();
  }

  private static String missing(ColumnSpec column, List<Map<String, @Nullable Object>> rows) {
    long missing = rows.stream().filter(row -> row.get(column.name()) == null).count();
    return String.format(Locale.ROOT, "%.1f%%", 100.0 * missing / rows.size());
  }

  private static String values(ColumnSpec column) {
    return switch (column.type()) {
      case BOOLEAN -> "true, false";
      case CATEGORICAL -> categories(column.categories());
      case INTEGER, REAL ->
          plain(column.knots().get(0))
              + " to "
              + plain(column.knots().get(column.knots().size() - 1))
              + (column.decimals() == null || column.decimals() == 0
                  ? ""
                  : ", " + column.decimals() + " decimals");
    };
  }

  private static String categories(List<String> all) {
    return all.size()
        + ": "
        + String.join(", ", all.subList(0, Math.min(SHOWN, all.size())))
        + (all.size() > SHOWN ? ", ..." : "");
  }

  private static String plain(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
