package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.measure.Confusion;
import dev.kiln.export.evaluate.report.Metric.Unit;
import dev.kiln.export.evaluate.report.TextReport;
import java.util.ArrayList;
import java.util.List;

/** A line a class: how many were asked for, and what they were taken for. */
final class ClassSection {
  private ClassSection() {}

  static String text(Confusion asked, Confusion real) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("class", "samples", "as asked", "real data", "mistaken for"));
    for (int c = 0; c < asked.classes().size(); c++) {
      List<String> mistakes = new ArrayList<>();
      asked.mistakes(c).forEach((name, times) -> mistakes.add(name + " (" + times + ")"));
      rows.add(
          List.of(
              asked.classes().get(c),
              String.valueOf(asked.asked(c)),
              Unit.SHARE.shown(asked.accuracy(c)),
              Unit.SHARE.shown(real.accuracy(c)),
              String.join(", ", mistakes)));
    }
    return TextReport.table(rows);
  }
}
