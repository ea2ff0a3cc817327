package dev.kiln.generation.card;

import dev.kiln.generation.message.Sentence;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks that the card's records share; each failure is one sentence that names the field. */
final class Require {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private Require() {}

  static <T> T present(String field, @Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return value;
  }

  /** A name that is also a safe file name: no separators, no leading dot. */
  static String name(String field, @Nullable String value) {
    if (!NAME.matcher(present(field, value)).matches() || present(field, value).contains("..")) {
      throw new IllegalArgumentException(
          field
              + " must be letters, digits, dots, dashes and underscores, was "
              + Sentence.quoted(present(field, value)));
    }
    return present(field, value);
  }
}
