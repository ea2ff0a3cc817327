package dev.kiln.export.evaluate.table;

import dev.kiln.export.evaluate.report.Bars;
import dev.kiln.export.evaluate.report.Histogram;
import dev.kiln.export.evaluate.report.Html;
import dev.kiln.export.evaluate.report.Metric.Unit;
import dev.kiln.export.evaluate.report.Section;
import dev.kiln.export.evaluate.report.TextReport;
import dev.kiln.generation.card.ColumnSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was found of a table, as tables and plots. Pure functions. */
final class TableSections {
  private static final int SHOWN_ROWS = 12;

  private TableSections() {}

  static List<Section> of(TableFindings found) {
    List<Section> sections = new ArrayList<>(List.of(columns(found)));
    if (!found.targets().isEmpty()) {
      sections.add(targets(found));
    }
    sections.addAll(List.of(pairs(found), plots(found), rows(found)));
    return sections;
  }

  private static Section columns(TableFindings found) {
    List<String> head =
        List.of("column", "distance", "real data", "missing", "real data", "measure");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < found.made().columns().size(); i++) {
      ColumnSpec column = found.made().columns().get(i);
      rows.add(
          List.of(
              column.name(),
              Unit.NUMBER.shown(found.distances()[i]),
              Unit.NUMBER.shown(found.floors()[i]),
              Unit.SHARE.shown(Values.missing(column, found.made().rows())),
              Unit.SHARE.shown(Values.missing(column, found.heldOut().rows())),
              column.type().isNumber() ? "Wasserstein" : "total variation"));
    }
    return section(
        "columns",
        "Columns",
        "How far each column of the samples lies from held-out real rows, and how far other real rows do.",
        head,
        rows);
  }

  private static Section targets(TableFindings found) {
    List<String> head = List.of("predicted", "from samples", "from real", "ratio", "measure");
    List<List<String>> rows = new ArrayList<>();
    for (TargetScore target : found.targets()) {
      rows.add(
          List.of(
              target.column().name(),
              Unit.NUMBER.shown(target.synthetic()),
              Unit.NUMBER.shown(target.real()),
              Unit.SHARE.shown(target.ratio()),
              target.measure()));
    }
    return section(
        "models",
        "Models trained on samples",
        "What random forests score on held-out real rows. A dash where even real rows do not help.",
        head,
        rows);
  }

  private static Section pairs(TableFindings found) {
    List<String> names = found.made().columns().stream().map(ColumnSpec::name).toList();
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(names);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      List<String> row = new ArrayList<>(List.of(Html.escape(names.get(i))));
      for (int j = 0; j < names.size(); j++) {
        row.add(
            i == j
                ? ""
                : Unit.NUMBER.shown(found.pairs()[i][j])
                    + " ("
                    + Unit.NUMBER.shown(found.heldOutPairs()[i][j])
                    + ")");
      }
      rows.add(row);
    }
    return new Section(
        "associations",
        "Associations",
        "How strongly each two columns belong together in the samples, and in held-out real rows in brackets.",
        Html.table("pairs", head, rows),
        "");
  }

  private static Section plots(TableFindings found) {
    StringBuilder html = new StringBuilder();
    for (ColumnSpec column : found.made().columns()) {
      html.append("<h3>").append(Html.escape(column.name())).append("</h3>");
      if (column.type().isNumber()) {
        double[] real = Values.numbers(column, found.heldOut().rows());
        double[] made = Values.numbers(column, found.made().rows());
        if (real.length > 0 && made.length > 0) {
          html.append(
              Histogram.svg(
                  floats(real),
                  floats(made),
                  TableFindings.median(real),
                  "real median",
                  column.name()));
        }
      } else {
        Map<String, Double> real = Values.shares(column, found.heldOut().rows());
        Map<String, Double> made = Values.shares(column, found.made().rows());
        Map<String, Double> names = new LinkedHashMap<>(real);
        made.forEach((name, share) -> names.putIfAbsent(name, 0.0));
        html.append(
            Bars.svg(
                List.copyOf(names.keySet()),
                names.keySet().stream().mapToDouble(n -> made.getOrDefault(n, 0.0)).toArray(),
                names.values().stream().mapToDouble(Double::doubleValue).toArray(),
                column.name()));
      }
    }
    return new Section("distributions", "Distributions", "Column by column.", html.toString(), "");
  }

  private static float[] floats(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static Section rows(TableFindings found) {
    List<String> head = found.made().columns().stream().map(ColumnSpec::name).toList();
    List<List<String>> rows =
        found.made().rows().stream()
            .limit(SHOWN_ROWS)
            .map(row -> head.stream().map(name -> cell(row.get(name))).toList())
            .toList();
    return new Section("rows", "Rows", "The first samples.", Html.table("rows", head, rows), "");
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : Html.escape(value.toString());
  }

  private static Section section(
      String id, String title, String explanation, List<String> head, List<List<String>> rows) {
    List<List<String>> all = new ArrayList<>();
    all.add(head);
    all.addAll(rows);
    List<List<String>> cells =
        rows.stream().map(row -> row.stream().map(Html::escape).toList()).toList();
    return new Section(id, title, explanation, Html.table(id, head, cells), TextReport.table(all));
  }
}
