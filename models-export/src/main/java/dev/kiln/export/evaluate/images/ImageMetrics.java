package dev.kiln.export.evaluate.images;

import dev.kiln.export.evaluate.measure.DensityCoverage;
import dev.kiln.export.evaluate.measure.Memorisation;
import dev.kiln.export.evaluate.measure.PrecisionRecall;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Metric.Better;
import dev.kiln.export.evaluate.report.Metric.Unit;
import dev.kiln.generation.card.GeneratorCard;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was measured, as figures with a name and a meaning. */
final class ImageMetrics {
  static final String FRECHET = "frechet-distance";
  static final String ELBO = "elbo";
  private static final String CALLS = "network-calls";
  private static final String SECONDS = "seconds-per-1000";

  /** What says nothing of the samples, or stands in the card already. */
  static final Set<String> NOT_KEPT = Set.of(ELBO, CALLS, SECONDS);

  private ImageMetrics() {}

  /** How far the samples as a whole lie from the real images. */
  static List<Metric> distances(Findings found) {
    List<Metric> metrics = new ArrayList<>();
    Findings.Distances samples = found.distances().samples();
    Findings.Distances floor = found.distances().floor();
    metrics.add(
        new Metric(
            FRECHET,
            "Fréchet distance",
            samples.frechet(),
            floor.frechet(),
            Better.LOWER,
            Unit.NUMBER,
            "How far the samples' features lie from the real ones, in mean and covariance (Heusel et al. 2017)."
                + " It depends on the features and on the number of samples: compare it with the figure of real"
                + " data and with other generators on the same features, not with papers."));
    metrics.addAll(manifold(samples, floor));
    return metrics;
  }

  /** Whether samples show what was asked. */
  static Metric classes(Findings found) {
    return new Metric(
        "feature-class-accuracy",
        "class as asked (features)",
        found.asked().accuracy(),
        found.real().accuracy(),
        Better.HIGHER,
        Unit.SHARE,
        "The share of samples in which the feature classifier sees the class that was asked for; beside it,"
            + " its accuracy on real images that it did not learn from.");
  }

  /** How near samples come to real images. */
  static List<Metric> memorisation(Findings found) {
    List<Metric> metrics = new ArrayList<>();
    metrics.addAll(memorisation("pixel", "pixels", found.pixels()));
    metrics.addAll(memorisation("feature", "features", found.features()));
    return metrics;
  }

  private static List<Metric> manifold(Findings.Distances samples, Findings.Distances floor) {
    PrecisionRecall found = samples.precisionRecall();
    PrecisionRecall real = floor.precisionRecall();
    DensityCoverage covered = samples.coverage();
    DensityCoverage realCovered = floor.coverage();
    return List.of(
        new Metric(
            "precision",
            "precision",
            found.precision(),
            real.precision(),
            Better.HIGHER,
            Unit.SHARE,
            "The share of samples that lie among real images (Kynkäänniemi et al. 2019, k = "
                + PrecisionRecall.K
                + "): are they good?"),
        new Metric(
            "recall",
            "recall",
            found.recall(),
            real.recall(),
            Better.HIGHER,
            Unit.SHARE,
            "The share of real images that lie among samples: is everything there?"),
        new Metric(
            "density",
            "density",
            covered.density(),
            realCovered.density(),
            Better.NEAR_REAL,
            Unit.NUMBER,
            "How many neighbourhoods of real images a sample lies in, over k (Naeem et al. 2020, k = "
                + DensityCoverage.K
                + "). Below real data: samples lie off; above: they crowd where real images are most common."),
        new Metric(
            "coverage",
            "coverage",
            covered.coverage(),
            realCovered.coverage(),
            Better.HIGHER,
            Unit.SHARE,
            "The share of real images with a sample in their neighbourhood: what is missing is never made."));
  }

  private static List<Metric> memorisation(String name, String title, Memorisation found) {
    return List.of(
        new Metric(
            "nearest-" + name + "-distance",
            "nearest real image, " + title,
            found.medianOfSamples(),
            found.medianOfReal(),
            Better.NEAR_REAL,
            Unit.NUMBER,
            "How far a sample is from the nearest of all real images, in the middle (median, Euclidean); beside"
                + " it, how far a real image is from the nearest other one."),
        new Metric(
            "too-near-" + name,
            "too near a real image, " + title,
            found.tooNear(),
            Memorisation.SHARE,
            Better.LOWER,
            Unit.SHARE,
            "The share of samples nearer to a real image than all but 1% of real images are to one another."
                + " Much above 1% means that the generator repeats what it learned from."));
  }

  /** What samples cost on this machine. */
  static List<Metric> cost(int calls, double secondsPerThousand) {
    return List.of(
        new Metric(
            CALLS,
            "network calls a sample",
            calls,
            null,
            Better.LOWER,
            Unit.COUNT,
            "How often the network runs for one sample; guidance doubles the rows of a call, not the calls."),
        new Metric(
            SECONDS,
            "time for 1,000 samples",
            secondsPerThousand,
            null,
            Better.LOWER,
            Unit.SECONDS,
            "How long the engine took for 1,000 samples that share its network calls, on this machine as busy as"
                + " it was."));
  }

  /** The evidence lower bound that a VAE's training left in the card. */
  static Optional<Metric> elbo(GeneratorCard card) {
    return card.scores().stream()
        .filter(score -> score.name().equals(ELBO))
        .findFirst()
        .map(
            score ->
                new Metric(
                    ELBO,
                    "ELBO (from the card)",
                    score.value(),
                    null,
                    Better.HIGHER,
                    Unit.NUMBER,
                    "The evidence lower bound of held-out images in nats an image (Kingma and Welling 2014), as the"
                        + " training left it in the card."));
  }
}
