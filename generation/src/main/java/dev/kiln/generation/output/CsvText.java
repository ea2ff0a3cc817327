package dev.kiln.generation.output;

import dev.kiln.generation.card.ColumnSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as lines of CSV (RFC 4180), a line break at the end of each. Pure functions. */
public final class CsvText {

  private CsvText() {}

  /** The line that names the columns. */
  public static String header(List<ColumnSpec> columns) {
    return line(columns.stream().map(ColumnSpec::name).toList());
  }

  /** The line of a row; a missing value is an empty field. */
  public static String row(List<ColumnSpec> columns, Map<String, @Nullable Object> row) {
    return line(columns.stream().map(column -> text(column, row.get(column.name()))).toList());
  }

  /** A line of fields; those that need quotes get them. */
  public static String line(List<String> fields) {
    return fields.stream().map(CsvText::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static String text(ColumnSpec column, @Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Double number) {
      BigDecimal plain = new BigDecimal(number.toString()).stripTrailingZeros();
      Integer decimals = column.decimals();
      return decimals == null
          ? plain.toPlainString()
          : plain
              .setScale(Math.max(decimals, plain.scale()), RoundingMode.UNNECESSARY)
              .toPlainString();
    }
    return value.toString();
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain && field.strip().equals(field) ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
