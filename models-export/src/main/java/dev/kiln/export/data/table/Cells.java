package dev.kiln.export.data.table;

import dev.kiln.generation.card.ColumnType;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a cell's text can mean. Pure functions. */
final class Cells {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d{1,3})?");

  /** Up to 18 digits fit a long; a leading zero makes a code, such as a postcode. */
  private static final Pattern WHOLE = Pattern.compile("[+-]?(?:0|[1-9]\\d{0,17})");

  private static final Pattern CODE = Pattern.compile("[+-]?0\\d+");

  /** How files write a number that is not there. Elsewhere these are texts like any other. */
  private static final Set<String> NO_NUMBER = Set.of("na", "n/a", "nan", "null", "none", "-", "?");

  private Cells() {}

  static boolean isFlag(String cell) {
    String text = cell.toLowerCase(Locale.ROOT);
    return text.equals("true") || text.equals("false");
  }

  static boolean isWhole(String cell) {
    return WHOLE.matcher(cell).matches();
  }

  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches() && !CODE.matcher(cell).matches();
  }

  static boolean meansNoNumber(String cell) {
    return NO_NUMBER.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Whether a cell of a column of that type holds no value. */
  static boolean isMissing(ColumnType type, String cell) {
    return cell.isEmpty() || (type != ColumnType.CATEGORICAL && meansNoNumber(cell));
  }

  /** Whether a cell can be read as that type. */
  static boolean fits(ColumnType type, String cell) {
    return switch (type) {
      case BOOLEAN -> isFlag(cell);
      case INTEGER -> isWhole(cell);
      case REAL -> NUMBER.matcher(cell).matches();
      case CATEGORICAL -> true;
    };
  }

  /** The value of a cell in a column of that type, which it fits; null where it is missing. */
  static @Nullable Object value(ColumnType type, String cell) {
    if (isMissing(type, cell)) {
      return null;
    }
    return switch (type) {
      case BOOLEAN -> Boolean.valueOf(cell.toLowerCase(Locale.ROOT));
      case INTEGER -> Long.valueOf(cell);
      case REAL -> Double.valueOf(cell);
      case CATEGORICAL -> cell;
    };
  }
}
