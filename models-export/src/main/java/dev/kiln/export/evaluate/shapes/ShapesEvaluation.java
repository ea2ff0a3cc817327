package dev.kiln.export.evaluate.shapes;

import dev.kiln.export.data.shapes.ScenePainter;
import dev.kiln.export.data.shapes.ShapesExam;
import dev.kiln.export.data.shapes.ShapesExam.Question;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Asks a generator of captioned shapes the prompts of an exam through the engine, and reads off the
 * pixels whether each was understood. The same plan asks the same prompts every time.
 */
public final class ShapesEvaluation {
  private static final Shape PICTURE = Shape.of(3, ScenePainter.SIDE, ScenePainter.SIDE);
  private static final String PROMPT = "prompt";

  private final Engine engine;
  private final LongSupplier nanoClock;

  /**
   * An evaluation on an engine, which is the caller's to close.
   *
   * @param nanoClock the time, such as {@code System::nanoTime}
   */
  public ShapesEvaluation(Engine engine, LongSupplier nanoClock) {
    this.engine = engine;
    this.nanoClock = nanoClock;
  }

  /** Whether the generator that a plan names makes pictures of the right size from a prompt. */
  public boolean suits(EvaluationPlan plan) {
    return engine.generators().stream()
        .filter(card -> card.name().equals(plan.generator()))
        .filter(card -> plan.version() == null || plan.version().equals(card.version()))
        .limit(1)
        .anyMatch(ShapesEvaluation::suits);
  }

  static boolean suits(GeneratorCard card) {
    return card.sample().kind() == SampleKind.IMAGE
        && card.sample().shape().equals(PICTURE)
        && card.condition(PROMPT).stream().anyMatch(c -> c.kind() == ConditionKind.TEXT);
  }

  /**
   * Asks and judges, a prompt a sample.
   *
   * @throws IllegalArgumentException if the generator refuses a prompt or what the plan asks for
   * @throws IOException if the engine fails
   */
  public ShapesReport run(EvaluationPlan plan) throws IOException {
    long began = nanoClock.getAsLong();
    List<Question> questions = ShapesExam.questions(plan.seed(), plan.count());
    List<Submission> answers = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      answers.add(
          engine.submit(
              GenerationSpec.of(plan.generator())
                  .withVersion(plan.version())
                  .withCondition(PROMPT, questions.get(i).text())
                  .withSeed(plan.seed() + i)
                  .withSampler(plan.sampler())
                  .withSteps(plan.steps())
                  .withGuidance(plan.guidance())));
    }
    Tally tally = new Tally();
    Provenance provenance = null;
    for (int i = 0; i < questions.size(); i++) {
      Outcome.Generated made = made(answers.get(i).outcome().join());
      provenance = made.provenance();
      tally.add(questions.get(i), ShapeReader.read(made.samples().get(0).values()));
    }
    if (provenance == null) {
      throw new IllegalStateException("nothing was asked for");
    }
    return new ShapesReport(provenance, plan, tally, (nanoClock.getAsLong() - began) / 1e9);
  }

  private static Outcome.Generated made(Outcome outcome) throws IOException {
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
