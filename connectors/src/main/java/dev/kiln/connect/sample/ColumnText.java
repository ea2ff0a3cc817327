package dev.kiln.connect.sample;

import dev.kiln.generation.card.ColumnSpec;

/** Texts as values of a table's column. */
public final class ColumnText {

  private ColumnText() {}

  /**
   * The value in the Java type that rows have for it.
   *
   * @throws IllegalArgumentException in one sentence, if the text is not such a value
   */
  public static Object read(ColumnSpec column, String text) {
    try {
      return switch (column.type()) {
        case REAL -> Double.valueOf(text);
        case INTEGER -> Long.valueOf(text);
        case CATEGORICAL -> text;
        case BOOLEAN -> flag(column, text);
      };
    } catch (NumberFormatException e) {
      throw mismatch(column, text);
    }
  }

  private static Boolean flag(ColumnSpec column, String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw mismatch(column, text);
    };
  }

  private static IllegalArgumentException mismatch(ColumnSpec column, String text) {
    return new IllegalArgumentException(
        "column \""
            + column.name()
            + "\" is "
            + column.type().spelling()
            + ", \""
            + text
            + "\" is not");
  }
}
