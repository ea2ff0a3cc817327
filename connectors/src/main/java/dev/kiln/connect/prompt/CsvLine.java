package dev.kiln.connect.prompt;

import java.util.ArrayList;
import java.util.List;

/** Records of CSV (RFC 4180): fields with commas between, quotes where they hold anything else. */
final class CsvLine {

  private CsvLine() {}

  /** Whether a quote is still open, so that the record goes on in the next line. */
  static boolean isOpen(String text) {
    return text.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  /**
   * The fields of a record.
   *
   * @throws IllegalArgumentException in one sentence, if quotes stand where they cannot
   */
  static List<String> fields(String text) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    while (true) {
      var field = new StringBuilder();
      at = text.startsWith("\"", at) ? quoted(text, at, field) : plain(text, at, field);
      fields.add(field.toString());
      if (at == text.length()) {
        return fields;
      }
      at++;
    }
  }

  private static int plain(String text, int from, StringBuilder field) {
    int comma = text.indexOf(',', from);
    int end = comma < 0 ? text.length() : comma;
    field.append(text, from, end);
    if (field.indexOf("\"") >= 0) {
      throw new IllegalArgumentException(
          "field " + field + " has a quote in it, and so must begin and end with one");
    }
    return end;
  }

  private static int quoted(String text, int from, StringBuilder field) {
    int at = from + 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != '"') {
        field.append(c);
        at++;
      } else if (text.startsWith("\"\"", at)) {
        field.append('"');
        at += 2;
      } else if (at + 1 == text.length() || text.charAt(at + 1) == ',') {
        return at + 1;
      } else {
        throw new IllegalArgumentException(
            "the quote after " + field + " must be followed by a comma or the end of the line");
      }
    }
    throw new IllegalArgumentException("the quote before " + field + " is not closed");
  }
}
