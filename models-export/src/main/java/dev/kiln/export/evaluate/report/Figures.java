package dev.kiln.export.evaluate.report;

import java.util.Locale;

/** Numbers as people read them, the same on every machine. */
final class Figures {
  private static final int THOUSAND = 1000;
  private static final int HUNDRED = 100;
  private static final double TEN = 10;
  private static final double SMALL = 0.1;

  private Figures() {}

  static String shown(double value, Metric.Unit unit) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return switch (unit) {
      case SHARE -> format("%.1f%%", 100 * value);
      case COUNT -> format("%,d", Math.round(value));
      case SECONDS -> format(value < TEN ? "%.2f s" : "%.1f s", value);
      case NUMBER -> number(value);
    };
  }

  /** Three significant digits or so, without exponents. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= THOUSAND) {
      return format("%,.0f", value);
    }
    if (size >= TEN) {
      return format(size >= HUNDRED ? "%.1f" : "%.2f", value);
    }
    return format(size >= SMALL || size == 0 ? "%.3f" : "%.4f", value);
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
