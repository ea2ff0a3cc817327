package dev.kiln.export.evaluate.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A report as one HTML page that needs nothing else: pictures and plots stand inside, the colours
 * follow the reader's light or dark setting. The page is well-formed XML.
 */
public final class HtmlReport {
  private static final String STYLE = "report.css";
  private static final String PAGE = "index.html";

  private HtmlReport() {}

  /**
   * Writes the page.
   *
   * @param target a file if its name ends with .html, otherwise a directory for an index.html
   * @return the file
   */
  public static Path write(Report report, Path target) throws IOException {
    boolean named = target.toString().toLowerCase(Locale.ROOT).endsWith(".html");
    Path file = named ? target : target.resolve(PAGE);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    Files.writeString(file, of(report));
    return file;
  }

  /** The page. */
  public static String of(Report report) throws IOException {
    StringBuilder page = new StringBuilder(1 << 16);
    page.append("<!DOCTYPE html>\n<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"en\"><head>")
        .append("<meta charset=\"utf-8\"/>")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
        .append("<meta name=\"color-scheme\" content=\"light dark\"/>")
        .append("<title>")
        .append(Html.escape(report.title()))
        .append("</title><style>")
        .append(style())
        .append("</style></head>\n<body><main><h1>")
        .append(Html.escape(report.title()))
        .append("</h1>\n");
    figures(page, report);
    for (Section section : report.sections()) {
      if (!section.html().isEmpty()) {
        heading(page, section.id(), section.title());
        page.append("<p>").append(Html.escape(section.explanation())).append("</p>\n");
        page.append("<div class=\"wide\">").append(section.html()).append("</div></section>\n");
      }
    }
    settings(page, report);
    return page.append("</main></body></html>\n").toString();
  }

  private static void heading(StringBuilder page, String id, String title) {
    page.append("<section id=\"")
        .append(Html.escape(id))
        .append("\"><h2>")
        .append(Html.escape(title))
        .append("</h2>\n");
  }

  private static void figures(StringBuilder page, Report report) {
    heading(page, "figures", "Figures");
    List<List<String>> rows = new ArrayList<>();
    for (Metric metric : report.metrics()) {
      rows.add(
          List.of(
              "<b>" + Html.escape(metric.title()) + "</b>",
              "<b>" + Html.escape(metric.shown()) + "</b>",
              Html.escape(metric.shownFloor()),
              Html.escape(metric.better().word()),
              Html.escape(metric.meaning())));
    }
    page.append("<div class=\"wide\">")
        .append(
            Html.table(
                "figures", List.of("metric", "samples", "real data", "better", "meaning"), rows))
        .append("</div>");
    if (!report.notes().isEmpty()) {
      page.append("<ul class=\"notes\">");
      report.notes().forEach(n -> page.append("<li>").append(Html.escape(n)).append("</li>"));
      page.append("</ul>");
    }
    page.append("</section>\n");
  }

  private static void settings(StringBuilder page, Report report) {
    heading(page, "settings", "Settings");
    List<List<String>> rows = new ArrayList<>();
    report
        .settings()
        .forEach(
            (name, value) ->
                rows.add(List.of(Html.escape(name), Html.escape(String.valueOf(value)))));
    page.append(Html.table("settings", List.of("setting", "value"), rows))
        .append("<p>The same report again:</p><pre><code>")
        .append(Html.escape(report.command()))
        .append("</code></pre></section>\n");
  }

  private static String style() throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(STYLE)) {
      if (in == null) {
        throw new IOException("the report's " + STYLE + " is not on the classpath");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
