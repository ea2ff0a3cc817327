package dev.kiln.export.evaluate.report;

import java.util.ArrayList;
import java.util.List;

/** A report as a table for a terminal. */
public final class TextReport {
  private static final String GAP = "  ";

  private TextReport() {}

  /** The whole report, with line ends. */
  public static String of(Report report) {
    StringBuilder text = new StringBuilder(report.title()).append('\n');
    report
        .settings()
        .forEach(
            (name, value) -> text.append(GAP).append(name).append(": ").append(value).append('\n'));
    text.append('\n');
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "value", "real data", "better"));
    for (Metric metric : report.metrics()) {
      rows.add(
          List.of(metric.title(), metric.shown(), metric.shownFloor(), metric.better().word()));
    }
    text.append(table(rows));
    for (Section section : report.sections()) {
      if (!section.text().isEmpty()) {
        text.append('\n').append(section.text());
      }
    }
    if (!report.notes().isEmpty()) {
      text.append('\n');
      report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
    }
    return text.toString();
  }

  /**
   * Rows of cells as lines: the first and the last column are flush left, those between flush
   * right, a rule under the first row.
   */
  public static String table(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = rows.get(r).get(c);
        String space = " ".repeat(widths[c] - cell.length());
        boolean left = c == 0 || c == columns - 1;
        line.append(c == 0 ? "" : GAP).append(left ? cell + space : space + cell);
      }
      text.append(line.toString().stripTrailing()).append('\n');
      if (r == 0) {
        int total = (columns - 1) * GAP.length();
        for (int width : widths) {
          total += width;
        }
        text.append("─".repeat(total)).append('\n');
      }
    }
    return text.toString();
  }
}
