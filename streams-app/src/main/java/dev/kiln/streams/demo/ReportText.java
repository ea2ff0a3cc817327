package dev.kiln.streams.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The report as a table and sentences for people. */
final class ReportText {

  private static final List<String> HEAD =
      List.of("generator", "requests", "samples", "failures", "steps", "p50", "p99", "samples/s");

  private ReportText() {}

  static List<String> lines(DemoReport report) {
    List<List<String>> table = new ArrayList<>();
    table.add(HEAD);
    report.generators().forEach(row -> table.add(cells(row)));
    List<String> lines = new ArrayList<>(aligned(table));
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "p50 and p99: from produce to read_committed consume, of the valid requests, with at"
                + " most %d open at once; %.1f s in all.",
            report.inFlight(),
            report.seconds()));
    if (!report.failures().isEmpty()) {
      lines.add("");
      lines.add("Failures, as they stand on the failures topic:");
      int width = report.failures().stream().mapToInt(f -> f.request().length()).max().orElse(0);
      for (DemoReport.FailureLine failure : report.failures()) {
        lines.add(
            "  %s  %s: %s"
                .formatted(pad(failure.request(), width), failure.code(), failure.message()));
      }
    }
    lines.add("");
    lines.add(verdict(report));
    report.violations().forEach(violation -> lines.add("  " + violation));
    return lines;
  }

  private static String verdict(DemoReport report) {
    if (report.passed()) {
      return "All %d valid requests were answered exactly once, all %d broken ones explained."
          .formatted(report.requests() - report.broken(), report.broken());
    }
    return "%d of %d requests were answered; this should not have happened:"
        .formatted(report.answered(), report.requests());
  }

  private static List<String> cells(DemoReport.Row row) {
    return List.of(
        row.generator(),
        Integer.toString(row.requests()),
        Integer.toString(row.samples()),
        Integer.toString(row.failures()),
        steps(row.steps()),
        millis(row.p50Millis()),
        millis(row.p99Millis()),
        String.format(Locale.ROOT, "%.1f", row.samplesPerSecond()));
  }

  private static String steps(List<Integer> steps) {
    if (steps.isEmpty()) {
      return "-";
    }
    int first = steps.get(0);
    int last = steps.get(steps.size() - 1);
    return first == last ? Integer.toString(first) : first + "-" + last;
  }

  private static String millis(@Nullable Double millis) {
    return millis == null ? "-" : String.format(Locale.ROOT, "%.0f ms", millis);
  }

  /** Columns two spaces apart; the first to the left, figures to the right. */
  private static List<String> aligned(List<List<String>> table) {
    List<String> lines = new ArrayList<>();
    for (List<String> row : table) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        int at = column;
        int width = table.stream().mapToInt(cells -> cells.get(at).length()).max().orElse(0);
        String cell = row.get(column);
        line.append(
            column == 0 ? pad(cell, width) : "  " + " ".repeat(width - cell.length()) + cell);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
