package dev.kiln.export.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The generators in the repository show the class that was asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedGeneratorsTest {
  private static final int COUNT = 200;

  private final Judge judge;
  private final Engine engine;

  ShippedGeneratorsTest() throws IOException {
    this.judge = Judge.shipped();
    this.engine = Engine.open(Path.of("..", "models"));
  }

  @AfterAll
  void close() {
    engine.close();
    judge.close();
  }

  @ParameterizedTest
  @CsvSource({"digits-ddpm, 0.97", "digits-gan, 0.95", "digits-consistency, 0.93"})
  void theJudgeFindsTheClassThatWasAskedFor(String generator, double atLeast) throws IOException {
    EvaluationPlan plan = new EvaluationPlan(generator, null, COUNT, 77, null, null, null);

    JudgeReport report = new Evaluation(engine, judge, System::nanoTime).run(plan);

    assertThat(report.accuracy()).as(report.table()).isGreaterThanOrEqualTo(atLeast);
  }
}
