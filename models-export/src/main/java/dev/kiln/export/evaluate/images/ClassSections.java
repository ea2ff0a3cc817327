package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.measure.Confusion;
import dev.kiln.export.evaluate.report.Bars;
import dev.kiln.export.evaluate.report.HeatTable;
import dev.kiln.export.evaluate.report.Metric.Unit;
import dev.kiln.export.evaluate.report.Section;
import dev.kiln.export.evaluate.report.TextReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What was asked for against what the feature classifier sees. */
final class ClassSections {
  private ClassSections() {}

  static List<Section> of(Confusion asked, Confusion real) {
    return List.of(
        new Section(
            "accuracy",
            "Class as asked",
            "In how many samples of each class the feature classifier sees that class; the mark is its accuracy on real"
                + " images that it did not learn from.",
            Bars.svg(
                asked.classes(), accuracies(asked), accuracies(real), "class accuracy by class"),
            text(asked, real)),
        new Section(
            "confusion",
            "What samples are taken for",
            "A row for each class that was asked for, a column for each class that was seen. Mistakes have their full"
                + " colour from a fifth of the row on.",
            HeatTable.html("asked", "seen", asked.classes(), asked.counts()),
            ""));
  }

  private static double[] accuracies(Confusion confusion) {
    return IntStream.range(0, confusion.classes().size())
        .mapToDouble(confusion::accuracy)
        .toArray();
  }

  private static String text(Confusion asked, Confusion real) {
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
