package dev.kiln.export.evaluate;

import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the samples of two generators lie apart that were made from the same seeds, such as those
 * of a generator and of the same one with smaller weights.
 *
 * @param samples how many were compared
 * @param mean the mean absolute difference of a value, as a part of the samples' range
 * @param worst that of the sample where it is largest
 * @param seconds how long the first generator took
 * @param otherSeconds how long the second one took
 */
public record SampleDifference(
    int samples, double mean, double worst, double seconds, double otherSeconds) {

  /**
   * Makes samples with both and compares them, class by class where there are classes.
   *
   * @throws IllegalArgumentException if one of them refuses or fails, with its reason
   */
  public static SampleDifference between(
      Engine engine, GeneratorCard card, Engine otherEngine, GeneratorCard other, int samples) {
    long began = System.nanoTime();
    List<FloatTensor> first = make(engine, card, samples);
    long between = System.nanoTime();
    List<FloatTensor> second = make(otherEngine, other, samples);
    long ended = System.nanoTime();
    double range = card.sample().high() - card.sample().low();
    double sum = 0;
    double worst = 0;
    for (int i = 0; i < samples; i++) {
      double difference = difference(first.get(i).values(), second.get(i).values()) / range;
      sum += difference;
      worst = Math.max(worst, difference);
    }
    return new SampleDifference(
        samples, sum / samples, worst, (between - began) / 1e9, (ended - between) / 1e9);
  }

  private static double difference(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((double) a[i] - b[i]);
    }
    return sum / a.length;
  }

  private static List<FloatTensor> make(Engine engine, GeneratorCard card, int samples) {
    List<FloatTensor> made = new ArrayList<>();
    for (int seed = 0; seed < samples; seed++) {
      GenerationSpec spec =
          GenerationSpec.of(card.name()).withVersion(card.version()).withSeed(seed);
      for (ConditionSpec condition : card.conditions()) {
        if (condition.kind() == ConditionKind.LABEL) {
          List<String> classes = condition.classes();
          spec = spec.withCondition(condition.name(), classes.get(seed % classes.size()));
        }
      }
      Outcome outcome = engine.submit(spec).outcome().join();
      if (!(outcome instanceof Outcome.Generated generated)) {
        throw new IllegalArgumentException(card.name() + " makes no samples: " + reason(outcome));
      }
      made.add(generated.samples().get(0));
    }
    return made;
  }

  private static String reason(Outcome outcome) {
    return outcome instanceof Outcome.Rejected rejected
        ? rejected.message()
        : outcome instanceof Outcome.Failed failed ? failed.message() : "the engine ended before";
  }
}
