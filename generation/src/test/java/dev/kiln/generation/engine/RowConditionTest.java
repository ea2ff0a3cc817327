package dev.kiln.generation.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.tensor.FloatTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of which some columns are given, by a walk and in one call. */
@Timeout(60)
class RowConditionTest {

  @TempDir private Path models;
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    TestGenerators.writeRows(TestGenerators.write(models));
    engine = Engine.open(models);
    assertThat(engine.problems()).isEmpty();
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-rows", "tiny-rows-in-one"})
  void whatIsGivenIsKeptInEveryRow(String generator) throws Exception {
    Map<String, Object> given = Map.of("plan", "pro", "spend", 99.99, "churned", true);
    GenerationSpec spec = GenerationSpec.of(generator).withCount(50).withSeed(3).withRow(given);

    List<Map<String, @Nullable Object>> rows = rows(spec);

    assertThat(rows).hasSize(50).allSatisfy(row -> assertThat(row).containsAllEntriesOf(given));
    assertThat(rows.stream().map(row -> row.get("age")).distinct().count()).isGreaterThan(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-rows", "tiny-rows-in-one"})
  void aColumnGivenAsNullIsNeverMissing(String generator) throws Exception {
    Map<String, @Nullable Object> given = new HashMap<>();
    given.put("age", null);

    assertThat(rows(GenerationSpec.of(generator).withCount(50).withRow(given)))
        .noneMatch(row -> row.get("age") == null)
        .anyMatch(row -> row.get("plan") == null);
    assertThat(rows(GenerationSpec.of(generator).withCount(50)))
        .anyMatch(row -> row.get("age") == null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny-rows", "tiny-rows-in-one"})
  void theSameSeedMakesTheSameRows(String generator) throws Exception {
    GenerationSpec spec =
        GenerationSpec.of(generator).withCount(5).withSeed(9).withRow(Map.of("plan", "free"));

    assertThat(rows(spec)).isEqualTo(rows(spec)).isNotEqualTo(rows(spec.withSeed(10)));
  }

  @Test
  void saysWhatIsWrongWithAColumn() {
    assertRefused(
        "tiny-rows",
        Map.of("plan", "gold"),
        "row of tiny-rows: column \"plan\" must be one of free, basic, pro, was \"gold\"");
    assertRefused(
        "tiny-rows-in-one",
        Map.of("age", 17L),
        "row of tiny-rows-in-one: column \"age\" must be a whole number between 18 and 90, was 17");
    assertRefused(
        "tiny-rows",
        Map.of("agee", 20L),
        "row of tiny-rows: there is no column \"agee\", there are age, spend, plan, churned");
    assertRefused(
        "tiny-gan", Map.of("age", 20L), "tiny-gan takes no condition \"row\", it takes [label]");
  }

  private void assertRefused(String generator, Map<String, Object> row, String sentence) {
    GenerationSpec spec = GenerationSpec.of(generator).withRow(row);
    Outcome outcome =
        engine.submit(generator.equals("tiny-gan") ? spec.withLabel(1) : spec).outcome().join();
    assertThat(outcome).isEqualTo(new Outcome.Rejected(Rejection.BAD_CONDITION, sentence));
  }

  private List<Map<String, @Nullable Object>> rows(GenerationSpec spec) throws Exception {
    GeneratorCard card =
        engine.generators().stream()
            .filter(c -> c.name().equals(spec.generator()))
            .findFirst()
            .orElseThrow();
    RowCodec codec = RowCodec.of(card.sample());
    Outcome outcome = engine.submit(spec).outcome().get(60, TimeUnit.SECONDS);
    assertThat(outcome).isInstanceOf(Outcome.Generated.class);
    Stream<FloatTensor> samples = ((Outcome.Generated) outcome).samples().stream();
    return samples.map(sample -> codec.decode(sample, spec.row())).toList();
  }
}
