package dev.kiln.export.evaluate;

import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Makes samples through the engine, asking for the classes in turn, and lets a judge name them. The
 * same plan asks for the same samples every time.
 */
public final class Evaluation {
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
  public JudgeReport run(EvaluationPlan plan) throws IOException {
    GeneratorCard card = SampleMaker.card(engine, plan.generator(), plan.version());
    ConditionSpec label = label(card);
    long began = nanoClock.getAsLong();
    int classes = judge.classes();
    int[] perClass = new int[classes];
    for (int c = 0; c < classes; c++) {
      perClass[c] = (plan.count() - c + classes - 1) / classes;
    }
    SampleSet set =
        new SampleMaker(engine, nanoClock).make(plan, card, label, perClass, Progress.NONE);
    int[] found = judge.classify(set.samples().stream().map(FloatTensor::values).toList());
    int[][] confusion = new int[classes][classes];
    for (int i = 0; i < found.length; i++) {
      confusion[set.labels()[i]][found[i]]++;
    }
    double seconds = (nanoClock.getAsLong() - began) / 1e9;
    return new JudgeReport(set.provenance(), plan, label.classes(), confusion, seconds);
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
}
