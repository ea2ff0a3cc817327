package dev.kiln.export.evaluate.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.export.data.shapes.ShapesExam;
import dev.kiln.export.data.shapes.ShapesExam.Question;
import dev.kiln.export.evaluate.EvaluationPlan;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The exam, and the generator that is shipped, held against it. */
class ShapesEvaluationTest {
  private static final Path MODELS = Path.of("..", "models");

  @Test
  void aFifthOfTheExamWasNeverSeenAndEachPromptSaysWhatItMeans() {
    List<Question> questions = ShapesExam.questions(1, 500);

    assertThat(questions.stream().filter(Question::heldOut)).hasSize(100);
    assertThat(questions.stream().filter(q -> q.prompt().things() == 1)).hasSize(250);
    assertThat(questions.stream().filter(q -> q.heldOut() && q.prompt().things() == 2)).hasSize(50);
    for (Question question : questions) {
      assertThat(question.text())
          .contains(String.valueOf(question.prompt().first().colour()).toLowerCase(Locale.ROOT))
          .contains(String.valueOf(question.prompt().first().form()).toLowerCase(Locale.ROOT));
    }
    assertThat(ShapesExam.questions(2, 500)).isNotEqualTo(questions);
  }

  @Test
  void theShippedGeneratorDoesWhatPromptsSay() throws Exception {
    try (Engine engine = Engine.open(MODELS)) {
      assertThat(engine.generators().stream().filter(ShapesEvaluation::suits))
          .extracting(card -> card.name())
          .containsExactly("shapes");

      ShapesReport report =
          new ShapesEvaluation(engine, System::nanoTime)
              .run(new EvaluationPlan("shapes", null, 60, 7, null, null, null));

      assertThat(report.accuracy(1)).as(report.table()).isGreaterThanOrEqualTo(0.95);
      assertThat(report.accuracy(2)).as(report.table()).isGreaterThanOrEqualTo(0.8);
      assertThat(report.table()).contains("shapes/1: 60 prompts, seed 7,").contains("two shapes");
      assertThat(report.json()).contains("\"neverSeen\":{\"prompts\":6,");
      assertThat(report.scores())
          .extracting(Score::name)
          .containsExactly("one-shape-accuracy", "two-shape-accuracy");
    }
  }

  @Test
  void whatTheGeneratorRefusesIsSaid() throws Exception {
    try (Engine engine = Engine.open(MODELS)) {
      ShapesEvaluation evaluation = new ShapesEvaluation(engine, System::nanoTime);

      assertThatThrownBy(
              () -> evaluation.run(new EvaluationPlan("shapes", null, 2, 1, null, 5000, null)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("steps must be between 1 and 1000 for shapes");
    }
  }
}
