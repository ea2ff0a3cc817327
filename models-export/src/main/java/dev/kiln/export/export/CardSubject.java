package dev.kiln.export.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.Defaults;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.Limits;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.Score;
import dev.kiln.generation.card.StageSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a card says about its generator whatever the recipe.
 *
 * @param name the generator's name
 * @param version its version
 * @param sample what one sample is
 * @param conditions what it can be conditioned on
 * @param training how it came to be
 * @param files the sha256 of every network's file, by the file's name
 */
public record CardSubject(
    String name,
    String version,
    SampleSpec sample,
    List<ConditionSpec> conditions,
    TrainingFacts training,
    Map<String, String> files) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MAX_COUNT = 1000;
  private static final int MAX_ROWS = 10_000;

  /** The condition of generators of rows: any columns may be given. */
  public static final ConditionSpec ROW =
      new ConditionSpec("row", ConditionKind.ROW, List.of(), false);

  public CardSubject {
    conditions = List.copyOf(conditions);
    files = Map.copyOf(files);
  }

  /** The condition that a generator takes whose data has these classes; none if there are none. */
  public static List<ConditionSpec> labels(List<String> classes) {
    return classes.isEmpty()
        ? List.of()
        : List.of(new ConditionSpec("label", ConditionKind.LABEL, classes, true));
  }

  /**
   * "Images of a class", "Images of what a prompt says", "Images", "Vectors": how a description
   * begins.
   */
  String samples() {
    String noun =
        switch (sample.kind()) {
          case IMAGE -> "Images";
          case VECTOR -> "Vectors";
          case ROW -> "Rows of a table";
        };
    if (conditions.stream().anyMatch(c -> c.kind() == ConditionKind.TEXT)) {
      return noun + " of what a prompt says";
    }
    return conditions.stream().anyMatch(c -> c.kind() == ConditionKind.LABEL)
        ? noun + " of a class"
        : noun;
  }

  /** The same with none but the conditions that a network takes. */
  CardSubject taking(Set<String> names) {
    List<ConditionSpec> taken =
        conditions.stream().filter(condition -> names.contains(condition.name())).toList();
    return new CardSubject(name, version, sample, taken, training, files);
  }

  /** The card of a generator with one network. */
  GeneratorCard card(
      String family, String description, StageSpec stage, Defaults defaults, int maxSteps) {
    return card(family, description, List.of(stage), defaults, maxSteps, List.of());
  }

  /** The card of a generator with several networks, or with scores from its training. */
  GeneratorCard card(
      String family,
      String description,
      List<StageSpec> stages,
      Defaults defaults,
      int maxSteps,
      List<Score> scores) {
    return new GeneratorCard(
        name,
        version,
        family,
        description,
        sample,
        conditions,
        stages,
        defaults,
        new Limits(maxSteps, sample.kind() == SampleKind.ROW ? MAX_ROWS : MAX_COUNT),
        JSON.valueToTree(training),
        scores,
        files);
  }
}
