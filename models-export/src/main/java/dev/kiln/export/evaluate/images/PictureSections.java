package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.features.Images;
import dev.kiln.export.evaluate.measure.Memorisation;
import dev.kiln.export.evaluate.measure.PrincipalPlane;
import dev.kiln.export.evaluate.report.Histogram;
import dev.kiln.export.evaluate.report.Html;
import dev.kiln.export.evaluate.report.Scatter;
import dev.kiln.export.evaluate.report.Section;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.generation.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The samples themselves, beside real images, and where both lie. */
final class PictureSections {
  private static final int COLUMNS = 8;
  private static final int MOST_CLASSES = 30;
  private static final int PAIRS = 12;
  private static final int DOTS = 1500;

  private final RealImages real;
  private final Findings found;
  private final SampleSpec spec;

  PictureSections(RealImages real, Findings found) {
    this.real = real;
    this.found = found;
    this.spec =
        new SampleSpec(
            SampleKind.IMAGE,
            Shape.of(real.set().channels(), real.set().height(), real.set().width()),
            List.of(-1.0, 1.0));
  }

  /** Samples on the left, real images on the right, a row for each class. */
  Section sheet(List<String> classes, boolean labelled) {
    List<List<String>> rows = new ArrayList<>();
    Images reference = real.all().pick(real.reference());
    int shown = labelled ? Math.min(MOST_CLASSES, classes.size()) : 1;
    for (int c = 0; c < shown; c++) {
      int label = labelled ? c : -1;
      String name = labelled ? classes.get(c) : "";
      rows.add(
          List.of(
              Html.escape(name),
              strip(found.samples(), label, "samples " + name),
              strip(reference, label, "real images " + name)));
    }
    return new Section(
        "samples",
        "Samples and real images",
        "Drawn at random, a row for each class."
            + (shown < classes.size() && labelled
                ? " The first " + shown + " of " + classes.size() + " classes."
                : ""),
        Html.table("sheet", List.of("", "samples", "real data"), rows),
        "");
  }

  private String strip(Images images, int label, String alternative) {
    int[] indices =
        IntStream.range(0, images.count())
            .filter(i -> label < 0 || images.labels()[i] == label)
            .limit(COLUMNS)
            .toArray();
    if (indices.length == 0) {
      return "none";
    }
    ContactSheet sheet = new ContactSheet(spec, COLUMNS);
    for (int index : indices) {
      sheet.add("0", picture(images, index));
    }
    return Html.picture(sheet.toPng(), alternative);
  }

  /** The samples nearest to real images, each above its neighbour, and how all distances spread. */
  Section nearest(String id, String space, Memorisation near) {
    StringBuilder html = new StringBuilder("<div class=\"pairs\">");
    for (int sample : near.suspects(PAIRS)) {
      ContactSheet pair = new ContactSheet(spec, 1);
      pair.add("0", picture(found.samples(), sample));
      pair.add("1", picture(real.all(), near.nearest()[sample]));
      html.append("<figure>")
          .append(Html.picture(pair.toPng(), "a sample above the nearest real image"))
          .append(
              String.format(
                  Locale.ROOT, "<figcaption>%.3g</figcaption></figure>", near.samples()[sample]));
    }
    html.append("</div>")
        .append(
            Histogram.svg(
                near.real(),
                near.samples(),
                near.threshold(),
                "1% of real images",
                "distance to the nearest real image, in " + space));
    return new Section(
        id,
        "Nearest real images, in " + space,
        "The samples that come nearest to any of the real images, each above that image. Samples that only repeat what"
            + " the generator learned from pile up left of the line.",
        html.toString(),
        "");
  }

  /** Features of both on the plane in which real ones differ most. */
  Section plane() {
    PrincipalPlane plane = PrincipalPlane.of(found.realFeatures());
    int dots = Math.min(DOTS, real.part());
    double[][] ofReal = plane.project(found.realFeatures().pick(real.reference()).first(dots));
    double[][] ofSamples =
        plane.project(found.sampleFeatures().first(Math.min(dots, found.samples().count())));
    return new Section(
        "plane",
        "Where samples and real images lie",
        String.format(
            Locale.ROOT,
            "Features on the plane in which real ones differ most (principal components, %.0f%% of the variance), %,d dots each."
                + " Real dots without samples around them: something is never made. Samples between the clouds: something"
                + " that does not exist.",
            100 * plane.share(),
            dots),
        Scatter.svg(ofReal, ofSamples, "features of real images and samples"),
        "");
  }

  private FloatTensor picture(Images images, int index) {
    return new FloatTensor(spec.shape(), images.pixels().point(index));
  }
}
