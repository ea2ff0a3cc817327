package dev.kiln.export.evaluate;

import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples through the engine, asking for the classes in turn, and lets a judge name them. The
 * same plan asks for the same samples every time.
 */
public final class Evaluation {
  private static final int CHUNK = 50;

  private final Engine engine;
  private final Judge judge;
  private final LongSupplier nanoClock;

  /**
   * An evaluation on an engine and with a judge, both the caller's to close.
   *
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public Evaluation(Engine engine, Judge judge, LongSupplier nanoClock) {
    this.engine = engine;
    this.judge = judge;
    this.nanoClock = nanoClock;
  }

  /**
   * Makes and judges the samples.
   *
   * @throws IllegalArgumentException if there is no such generator, it makes something that the
   *     judge does not know, or it refuses what the plan asks for
   * @throws IOException if the engine or the judge fails
   */
  public Report run(EvaluationPlan plan) throws IOException {
    GeneratorCard card = card(engine, plan.generator(), plan.version());
    ConditionSpec label = label(card);
    long began = nanoClock.getAsLong();
    int classes = judge.classes();
    List<Asked> asked = new ArrayList<>();
    for (int chunk = 0; chunk * CHUNK * classes < plan.count(); chunk++) {
      for (int c = 0; c < classes; c++) {
        int before = chunk * CHUNK * classes;
        int count = Math.min(CHUNK, (plan.count() - before - c + classes - 1) / classes);
        if (count > 0) {
          GenerationSpec spec =
              GenerationSpec.of(card.name())
                  .withVersion(card.version())
                  .withCondition(label.name(), label.classes().get(c))
                  .withCount(count)
                  .withSeed(plan.seed() + (long) chunk * classes + c)
                  .withSampler(plan.sampler())
                  .withSteps(plan.steps())
                  .withGuidance(plan.guidance());
          asked.add(new Asked(c, engine.submit(spec)));
        }
      }
    }
    int[][] confusion = new int[classes][classes];
    Provenance provenance = null;
    for (Asked one : asked) {
      Outcome.Generated generated = generated(one.submission().outcome().join());
      provenance = generated.provenance();
      for (int found :
          judge.classify(generated.samples().stream().map(FloatTensor::values).toList())) {
        confusion[one.label()][found]++;
      }
    }
    if (provenance == null) {
      throw new IllegalStateException("nothing was asked for");
    }
    double seconds = (nanoClock.getAsLong() - began) / 1e9;
    return new Report(provenance, plan, label.classes(), confusion, seconds);
  }

  private record Asked(int label, Submission submission) {}

  /**
   * The card of a generator that an engine serves.
   *
   * @param version a version to pin, or null for the newest
   * @throws IllegalArgumentException if there is none; says which there are
   */
  static GeneratorCard card(Engine engine, String generator, @Nullable String version) {
    Optional<GeneratorCard> found =
        engine.generators().stream()
            .filter(card -> card.name().equals(generator))
            .filter(card -> version == null || card.version().equals(version))
            .findFirst();
    return found.orElseThrow(
        () ->
            new IllegalArgumentException(
                "there is no generator "
                    + generator
                    + (version == null ? "" : "/" + version)
                    + "; there are "
                    + engine.generators().stream().map(c -> c.name() + "/" + c.version()).toList()
                    + engine.problems().stream()
                        .map(problem -> "; " + problem)
                        .reduce("", String::concat)));
  }

  private ConditionSpec label(GeneratorCard card) {
    Optional<ConditionSpec> label =
        card.conditions().stream().filter(c -> c.kind() == ConditionKind.LABEL).findFirst();
    if (label.isEmpty()
        || label.get().classes().size() != judge.classes()
        || card.sample().kind() != SampleKind.IMAGE
        || !card.sample().shape().equals(judge.shape())) {
      throw new IllegalArgumentException(
          "the judge knows images of "
              + judge.shape().dims()
              + " in "
              + judge.classes()
              + " classes; "
              + card.name()
              + " makes "
              + card.sample().kind()
              + " of "
              + card.sample().shape().dims()
              + " in "
              + label.map(l -> l.classes().size()).orElse(0)
              + " classes");
    }
    return label.get();
  }

  private static Outcome.Generated generated(Outcome outcome) throws IOException {
    if (outcome instanceof Outcome.Generated generated) {
      return generated;
    }
    if (outcome instanceof Outcome.Rejected rejected) {
      throw new IllegalArgumentException(rejected.message());
    }
    throw new IOException(
        outcome instanceof Outcome.Failed failed
            ? failed.message()
            : "the engine ended before the samples were made");
  }
}
