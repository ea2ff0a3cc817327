package dev.kiln.export.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationTest {
  @TempDir Path models;

  @Test
  void asksForTheClassesInTurnAndCountsWhatTheJudgeNames() throws IOException {
    Generators.write(models, "untrained", 28);

    JudgeReport report = run(plan("untrained", 23, 5, null));

    assertThat(report.count()).isEqualTo(23);
    assertThat(report.accuracy()).isLessThan(0.5);
    assertThat(report.table())
        .startsWith("untrained/1: 23 samples, seed 5, sampler direct, 1 steps, guidance 1.0")
        .containsPattern("\\n0 +3 ")
        .containsPattern("\\n3 +2 ")
        .containsPattern("\\nall +23 ");
  }

  @Test
  void thePlanAloneDecidesTheReport() throws IOException {
    Generators.write(models, "untrained", 28);

    JsonNode first = json(run(plan("untrained", 60, 5, null)));
    JsonNode second = json(run(plan("untrained", 60, 5, null)));
    JsonNode other = json(run(plan("untrained", 60, 6, null)));

    assertThat(second.get("classes")).isEqualTo(first.get("classes"));
    assertThat(first.get("samples").asInt()).isEqualTo(60);
    assertThat(other.get("seed").asInt()).isEqualTo(6);
  }

  @Test
  void saysWhichGeneratorsThereAre() throws IOException {
    Generators.write(models, "untrained", 28);

    assertThatThrownBy(() -> run(plan("digits-dppm", 10, 1, null)))
        .hasMessage("there is no generator digits-dppm; there are [untrained/1]");
  }

  @Test
  void refusesImagesThatTheJudgeDoesNotKnow() throws IOException {
    Generators.write(models, "little", 8);

    assertThatThrownBy(() -> run(plan("little", 10, 1, null)))
        .hasMessageContaining("the judge knows images of [1, 28, 28] in 10 classes; little makes")
        .hasMessageContaining("[1, 8, 8]");
  }

  @Test
  void passesOnWhatTheEngineRefuses() throws IOException {
    Generators.write(models, "untrained", 28);

    assertThatThrownBy(() -> run(plan("untrained", 10, 1, 7)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> plan("untrained", 0, 1, null))
        .hasMessage("count must be between 1 and 1000000, was 0");
  }

  @Test
  void aCardKeepsOneScoreForEachWayOfMeasuring() throws IOException {
    Path directory = Generators.write(models, "untrained", 28);
    Score score = new Score("class-accuracy", 0.5, 10, "direct", 1, 1.0, 1L, "judge", "command");
    Score better = new Score("class-accuracy", 0.9, 10, "direct", 1, 1.0, 2L, "judge", "command");
    Score other = new Score("class-accuracy", 0.7, 10, "direct", 2, 1.0, 2L, "judge", "command");

    CardScores.write(directory, score);
    CardScores.write(directory, other);
    CardScores.write(directory, better);

    GeneratorCard card = GeneratorCatalog.load(models).generators().get(0).card();
    assertThat(card.scores()).containsExactly(other, better);
  }

  private JudgeReport run(EvaluationPlan plan) throws IOException {
    try (Judge judge = Judge.shipped();
        Engine engine = Engine.open(models)) {
      return new Evaluation(engine, judge, System::nanoTime).run(plan);
    }
  }

  private static EvaluationPlan plan(
      String generator, int count, long seed, @Nullable Integer steps) {
    return new EvaluationPlan(generator, null, count, seed, null, steps, null);
  }

  private static JsonNode json(JudgeReport report) throws IOException {
    JudgeFacts facts = new JudgeFacts("a judge", "", 0, 0, 0, 0, "", "", 0, List.of());
    return new ObjectMapper().readTree(report.json(facts));
  }
}
