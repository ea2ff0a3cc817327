package dev.kiln.export.evaluate.images;

import dev.kiln.export.data.LabelledImages;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.export.evaluate.Progress;
import dev.kiln.export.evaluate.SampleMaker;
import dev.kiln.export.evaluate.SampleSet;
import dev.kiln.export.evaluate.features.FeatureClassifier;
import dev.kiln.export.evaluate.features.Images;
import dev.kiln.export.evaluate.measure.DensityCoverage;
import dev.kiln.export.evaluate.report.Metric;
import dev.kiln.export.evaluate.report.Report;
import dev.kiln.export.evaluate.report.Section;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures a generator of images against real images with labels: makes samples in the classes' mix
 * of the real data, describes both by features, and compares.
 */
public final class ImageEvaluation {
  private static final int FEWEST = DensityCoverage.K + 1;

  private final Engine engine;
  private final LongSupplier nanoClock;
  private final Progress progress;

  /**
   * An evaluation on an engine.
   *
   * @param engine the caller's to close
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public ImageEvaluation(Engine engine, LongSupplier nanoClock, Progress progress) {
    this.engine = engine;
    this.nanoClock = nanoClock;
    this.progress = progress;
  }

  /**
   * Says what does not fit, before anything is trained.
   *
   * @throws IllegalArgumentException if there is no such generator, or it does not make labelled
   *     images like the data; one sentence
   */
  public void check(EvaluationPlan plan, LabelledImages data, String name) {
    GeneratorCard card = SampleMaker.card(engine, plan.generator(), plan.version());
    if (card.sample().kind() != SampleKind.IMAGE) {
      throw new IllegalArgumentException(
          card.name()
              + " makes no images but "
              + card.sample().kind()
              + "; "
              + name
              + " are images");
    }
    List<Integer> shape = List.of(data.channels(), data.height(), data.width());
    if (!card.sample().shape().dims().equals(shape)) {
      throw new IllegalArgumentException(
          card.name()
              + " makes images of "
              + card.sample().shape().dims()
              + ", those of "
              + name
              + " are "
              + shape);
    }
    card.conditions().stream()
        .filter(ConditionSpec::required)
        .filter(condition -> condition.kind() != ConditionKind.LABEL)
        .findFirst()
        .ifPresent(
            condition -> {
              throw new IllegalArgumentException(
                  card.name()
                      + " asks for "
                      + condition.name()
                      + " ("
                      + condition.kind()
                      + "); only generators that take a class label or nothing can be held against labelled images");
            });
    ConditionSpec label = label(card);
    if (label != null && !label.classes().equals(data.classNames())) {
      throw new IllegalArgumentException(
          card.name()
              + " knows the classes "
              + label.classes()
              + ", "
              + name
              + " has "
              + data.classNames());
    }
    if (plan.count() < FEWEST || data.size() < 2 * FEWEST) {
      throw new IllegalArgumentException(
          "a comparison needs at least "
              + FEWEST
              + " samples and "
              + 2 * FEWEST
              + " real images, for nearest neighbours; there are "
              + plan.count()
              + " and "
              + data.size());
    }
  }

  /**
   * Makes and measures the samples. Call {@link #check} before.
   *
   * @param data the real images, best those that the generator learned from
   * @param name what a card calls them
   * @param dataOption how a command names them
   * @throws IllegalArgumentException if the engine refuses what the plan asks for, or the
   *     classifier knows other images
   * @throws IOException if the engine or a classifier fails
   */
  public Report run(
      EvaluationPlan plan,
      LabelledImages data,
      String name,
      String dataOption,
      FeatureClassifier classifier)
      throws IOException {
    GeneratorCard card = SampleMaker.card(engine, plan.generator(), plan.version());
    ConditionSpec label = label(card);
    RealImages real = RealImages.of(data, name, plan.count(), plan.seed());
    if (!classifier.shape().equals(card.sample().shape())) {
      throw new IllegalArgumentException(
          "the features are those of images of "
              + classifier.shape().dims()
              + ", "
              + card.name()
              + " makes "
              + card.sample().shape().dims());
    }
    SampleMaker maker = new SampleMaker(engine, nanoClock);
    int calls = maker.networkCalls(plan, card, label);
    Machine machine = Machine.now();
    int[] mix = label == null ? new int[] {plan.count()} : real.mix(plan.count());
    SampleSet set = maker.make(plan, card, label, mix, progress);
    Images samples = SampledImages.of(set, card.sample(), plan.seed());
    FeatureClassifier.Reading ofSamples =
        classifier.read(samples.pixels(), "features of samples", progress);
    FeatureClassifier.Reading ofReal =
        classifier.read(real.all().pixels(), "features of real images", progress);
    List<String> classes = label == null ? data.classNames() : label.classes();
    Findings found =
        Findings.of(real, ofReal, classifier.unseen(data), samples, ofSamples, classes, progress);
    List<Metric> metrics = new ArrayList<>(ImageMetrics.distances(found));
    if (label != null) {
      JudgedImages.accuracy(real, samples).ifPresent(metrics::add);
      metrics.add(ImageMetrics.classes(found));
    }
    metrics.addAll(ImageMetrics.memorisation(found));
    ImageMetrics.elbo(card).ifPresent(metrics::add);
    metrics.addAll(ImageMetrics.cost(calls, set.seconds() * 1000 / plan.count()));
    PictureSections pictures = new PictureSections(real, found);
    List<Section> sections = new ArrayList<>();
    sections.add(pictures.sheet(classes, label != null));
    if (label != null) {
      sections.addAll(ClassSections.of(found.asked(), found.real()));
    }
    sections.add(pictures.plane());
    sections.add(pictures.nearest("nearest-pixels", "pixels", found.pixels()));
    sections.add(pictures.nearest("nearest-features", "features", found.features()));
    return new ImageReport(plan, card, real, classifier.facts())
        .of(set.provenance(), machine, dataOption, metrics, sections, found.asked(), found.real());
  }

  private static @Nullable ConditionSpec label(GeneratorCard card) {
    return card.conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.LABEL)
        .findFirst()
        .orElse(null);
  }
}
