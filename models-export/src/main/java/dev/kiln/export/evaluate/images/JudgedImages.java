package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.Judge;
import dev.kiln.export.evaluate.JudgeReport;
import dev.kiln.export.evaluate.features.Images;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Metric.Better;
import dev.kiln.export.evaluate.report.Metric.Unit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the shipped judge of digits says, where the images are digits. */
final class JudgedImages {
  /** Below this share of real images named rightly, the images are not the judge's subject. */
  private static final double KNOWS = 0.8;

  private JudgedImages() {}

  /** The judge's figure; empty if it does not know such images. */
  static Optional<Metric> accuracy(RealImages real, Images samples) throws IOException {
    try (Judge judge = Judge.shipped()) {
      List<Integer> shape = List.of(real.set().channels(), real.set().height(), real.set().width());
      if (!judge.shape().dims().equals(shape) || judge.classes() != real.set().classes()) {
        return Optional.empty();
      }
      double onReal = accuracy(judge, real.all().pick(real.reference()));
      return onReal < KNOWS
          ? Optional.empty()
          : Optional.of(
              new Metric(
                  JudgeReport.CLASS_ACCURACY,
                  "class as asked (judge)",
                  accuracy(judge, samples),
                  onReal,
                  Better.HIGHER,
                  Unit.SHARE,
                  "The share of samples in which the judge that Kiln ships, which learned from other digits, sees"
                      + " the class that was asked for; beside it, its accuracy on real images."));
    }
  }

  private static double accuracy(Judge judge, Images images) throws IOException {
    List<float[]> all = new ArrayList<>(images.count());
    for (int i = 0; i < images.count(); i++) {
      all.add(images.pixels().point(i));
    }
    return (double) Images.agreeing(judge.classify(all), images.labels()) / images.count();
  }
}
