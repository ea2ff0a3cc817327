package dev.kiln.export.evaluate.report;

import java.util.Base64;
import java.util.List;

/** Pieces of well-formed XHTML. */
public final class Html {
  private Html() {}

  /** Text that may hold anything, made safe for an element or an attribute in double quotes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A PNG file inside the page. */
  public static String picture(byte[] png, String alternative) {
    return "<img alt=\""
        + escape(alternative)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\"/>";
  }

  /**
   * A table.
   *
   * @param head the columns' names, as text
   * @param rows cells that are XHTML already
   */
  public static String table(String cssClass, List<String> head, List<List<String>> rows) {
    StringBuilder table =
        new StringBuilder("<table class=\"" + escape(cssClass) + "\"><thead><tr>");
    head.forEach(name -> table.append("<th>").append(escape(name)).append("</th>"));
    table.append("</tr></thead><tbody>");
    for (List<String> row : rows) {
      table.append("<tr>");
      row.forEach(cell -> table.append("<td>").append(cell).append("</td>"));
      table.append("</tr>\n");
    }
    return table.append("</tbody></table>").toString();
  }

  /** The key of a plot of real data and samples. */
  static String key() {
    return "<p class=\"key\"><span class=\"real\">real data</span> <span class=\"made\">samples</span></p>";
  }
}
