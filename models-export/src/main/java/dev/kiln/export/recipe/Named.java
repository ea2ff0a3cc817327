package dev.kiln.export.recipe;

import java.util.Locale;

/** How choices are written on a command line. */
final class Named {
  private Named() {}

  /** SCALED_LINEAR as scaled-linear. */
  static String dashed(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
