package dev.kiln.export.evaluate.report;

import java.util.Arrays;
import java.util.List;

/** Counts by row and column, the deeper the colour the larger the share of its row. */
public final class HeatTable {
  /** The deepest colour of what is right and of what is wrong, in percent. */
  private static final double RIGHT = 55;

  private static final double WRONG = 90;

  /** Mistakes are rare: they have their full colour from this part of the row on. */
  private static final double RARE = 5;

  private HeatTable() {}

  /**
   * The table as XHTML.
   *
   * @param rows what the rows are, such as "asked for"
   * @param columns what the columns are
   * @param counts [row][column], as many as there are names
   */
  public static String html(String rows, String columns, List<String> names, int[][] counts) {
    StringBuilder table = new StringBuilder("<table class=\"heat\"><thead><tr><th>");
    table.append(Html.escape(rows + " \\ " + columns)).append("</th>");
    names.forEach(name -> table.append("<th>").append(Html.escape(name)).append("</th>"));
    table.append("</tr></thead><tbody>");
    for (int r = 0; r < names.size(); r++) {
      int total = Math.max(1, Arrays.stream(counts[r]).sum());
      table.append("<tr><th>").append(Html.escape(names.get(r))).append("</th>");
      for (int c = 0; c < names.size(); c++) {
        table.append(
            Figures.format(
                "<td style=\"background:color-mix(in srgb, var(--%s) %.0f%%, transparent)\">%s</td>",
                r == c ? "real" : "wrong",
                (r == c ? RIGHT : WRONG) * Math.min(1, (r == c ? 1 : RARE) * counts[r][c] / total),
                counts[r][c] == 0 ? "" : String.valueOf(counts[r][c])));
      }
      table.append("</tr>");
    }
    return table.append("</tbody></table>").toString();
  }
}
