package dev.kiln.export.evaluate;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes samples through the engine, so many of each class. The same plan and numbers make the same
 * samples every time.
 */
public final class SampleMaker {
  private static final int CHUNK = 50;

  private final Engine engine;
  private final LongSupplier nanoClock;

  /**
   * A maker of samples.
   *
   * @param engine the caller's to close
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public SampleMaker(Engine engine, LongSupplier nanoClock) {
    this.engine = engine;
    this.nanoClock = nanoClock;
  }

  /**
   * The card of a generator that the engine serves.
   *
   * @param version a version to pin, or null for the newest
   * @throws IllegalArgumentException if there is none; says which there are
   */
  public static GeneratorCard card(Engine engine, String generator, @Nullable String version) {
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

  /**
   * Makes samples, the classes mixed in the order.
   *
   * @param label the condition that names the class, or null if the generator takes none; then
   *     there is one number in {@code perClass}
   * @param perClass how many samples of each class
   * @throws IllegalArgumentException if the engine refuses what the plan asks for
   * @throws IOException if the engine fails
   */
  public SampleSet make(
      EvaluationPlan plan,
      GeneratorCard card,
      @Nullable ConditionSpec label,
      int[] perClass,
      Progress progress)
      throws IOException {
    int total = Arrays.stream(perClass).sum();
    int chunk = Math.min(CHUNK, card.limitsOrDefault().count());
    progress.at("samples", 0, total);
    int rounds = (Arrays.stream(perClass).max().orElse(0) + chunk - 1) / chunk;
    long began = nanoClock.getAsLong();
    List<Asked> asked = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      for (int c = 0; c < perClass.length; c++) {
        int count = Math.min(chunk, perClass[c] - round * chunk);
        if (count > 0) {
          long seed = plan.seed() + (long) round * perClass.length + c;
          asked.add(new Asked(c, engine.submit(spec(plan, card, label, c, count, seed))));
        }
      }
    }
    List<FloatTensor> samples = new ArrayList<>(total);
    int[] labels = new int[total];
    Provenance provenance = null;
    for (Asked one : asked) {
      Outcome.Generated generated = generated(one.submission().outcome().join());
      provenance = generated.provenance();
      Arrays.fill(labels, samples.size(), samples.size() + generated.samples().size(), one.label());
      samples.addAll(generated.samples());
      progress.at("samples", samples.size(), total);
    }
    if (provenance == null) {
      throw new IllegalArgumentException("no samples were asked for");
    }
    return new SampleSet(samples, labels, provenance, (nanoClock.getAsLong() - began) / 1e9);
  }

  /** How many network calls one sample takes when it is made alone. */
  public int networkCalls(EvaluationPlan plan, GeneratorCard card, @Nullable ConditionSpec label)
      throws IOException {
    GenerationSpec one = spec(plan, card, label, 0, 1, plan.seed());
    return generated(engine.submit(one).outcome().join()).timings().networkCalls();
  }

  private static GenerationSpec spec(
      EvaluationPlan plan,
      GeneratorCard card,
      @Nullable ConditionSpec label,
      int index,
      int count,
      long seed) {
    GenerationSpec spec =
        GenerationSpec.of(card.name())
            .withVersion(card.version())
            .withCount(count)
            .withSeed(seed)
            .withSampler(plan.sampler())
            .withSteps(plan.steps())
            .withGuidance(plan.guidance());
    return label == null ? spec : spec.withCondition(label.name(), label.classes().get(index));
  }

  private record Asked(int label, Submission submission) {}

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
