package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.features.FeatureClassifier;
import dev.kiln.export.evaluate.features.Images;
import dev.kiln.export.evaluate.measure.Confusion;
import dev.kiln.export.evaluate.measure.DensityCoverage;
import dev.kiln.export.evaluate.measure.FrechetDistance;
import dev.kiln.export.evaluate.measure.Memorisation;
import dev.kiln.export.evaluate.measure.Points;
import dev.kiln.export.evaluate.measure.PrecisionRecall;
import java.util.Arrays;
import java.util.List;

/**
 * Everything that was measured on samples and real images.
 *
 * @param samples the samples, in random order
 * @param sampleFeatures the samples in feature space
 * @param realFeatures all real images in feature space
 * @param distances of samples to the reference part, and of the other part to it
 * @param asked by the feature classifier: which class was asked for, and which it sees
 * @param real the same for real images that it did not learn from
 * @param pixels nearest training images in pixel space
 * @param features nearest training images in feature space
 */
record Findings(
    Images samples,
    Points sampleFeatures,
    Points realFeatures,
    Pair<Distances> distances,
    Confusion asked,
    Confusion real,
    Memorisation pixels,
    Memorisation features) {

  /** How far one set of images lies from another. */
  record Distances(double frechet, PrecisionRecall precisionRecall, DensityCoverage coverage) {
    static Distances of(Points real, Points samples) {
      return new Distances(
          FrechetDistance.between(real, samples),
          PrecisionRecall.of(real, samples),
          DensityCoverage.of(real, samples));
    }
  }

  /**
   * A figure of the samples, and of real images in their place.
   *
   * @param samples of the samples
   * @param floor of real images
   */
  record Pair<T>(T samples, T floor) {}

  private static final int STEPS = 4;

  /** Measures everything that needs no engine. */
  static Findings of(
      RealImages real,
      FeatureClassifier.Reading realReading,
      int[] unseen,
      Images samples,
      FeatureClassifier.Reading sampleReading,
      List<String> classes,
      Progress progress) {
    Points realFeatures = realReading.features();
    Points reference = realFeatures.pick(real.reference());
    Points compared = sampleReading.features().pick(real.comparable(samples));
    Distances found = Distances.of(reference, compared);
    progress.at("distances", 1, STEPS);
    Distances floor = Distances.of(reference, realFeatures.pick(real.others()));
    progress.at("distances", 2, STEPS);
    Memorisation inFeatures =
        Memorisation.of(sampleReading.features(), realFeatures, real.reference());
    progress.at("distances", 3, STEPS);
    Memorisation inPixels =
        Memorisation.of(samples.pixels(), real.all().pixels(), real.reference());
    progress.at("distances", STEPS, STEPS);
    return new Findings(
        samples,
        sampleReading.features(),
        realFeatures,
        new Pair<>(found, floor),
        Confusion.of(classes, samples.labels(), sampleReading.named()),
        Confusion.of(classes, pick(real.all().labels(), unseen), pick(realReading.named(), unseen)),
        inPixels,
        inFeatures);
  }

  private static int[] pick(int[] values, int... indices) {
    return Arrays.stream(indices).map(i -> values[i]).toArray();
  }
}
