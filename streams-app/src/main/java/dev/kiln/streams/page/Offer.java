package dev.kiln.streams.page;

import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.card.TextSpec;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import dev.kiln.generation.sampler.SchedulerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the form offers of a generator, as it stands in the page's JSON.
 *
 * @param prompt whether it takes one
 * @param examples prompts that show what it can do
 * @param classes the names of its labels
 * @param labelRequired whether a label must be given
 * @param samplers the samplers that can drive it; none for a single shot
 * @param maxGuidance the strongest guidance; null where it takes none
 * @param takesRow whether some columns may be given
 */
record Offer(
    String name,
    String version,
    String family,
    @Nullable String description,
    String kind,
    boolean prompt,
    List<String> examples,
    List<String> classes,
    boolean labelRequired,
    List<String> samplers,
    String sampler,
    int steps,
    int maxSteps,
    double guidance,
    @Nullable Double maxGuidance,
    int maxCount,
    boolean takesRow,
    List<Column> columns) {

  /**
   * A column that may be given.
   *
   * @param categories its values, where they are few
   */
  record Column(String name, String type, List<String> categories) {
    static Column of(ColumnSpec spec) {
      return new Column(spec.name(), spec.type().spelling(), spec.categories());
    }
  }

  /** Of each generator the version that a request gets which names none: the first. */
  static List<Offer> all(List<GeneratorCard> cards) {
    Map<String, Offer> byName = new LinkedHashMap<>();
    cards.forEach(card -> byName.computeIfAbsent(card.name(), name -> of(card)));
    return List.copyOf(byName.values());
  }

  static Offer of(GeneratorCard card) {
    Optional<ConditionSpec> label = card.condition("label");
    Optional<ConditionSpec> prompt = card.condition("prompt");
    return new Offer(
        card.name(),
        card.version(),
        card.family(),
        card.description(),
        card.sample().kind().name(),
        prompt.isPresent(),
        prompt.map(ConditionSpec::text).map(TextSpec::examples).orElse(List.of()),
        label.map(ConditionSpec::classes).orElse(List.of()),
        label.map(ConditionSpec::required).orElse(false),
        samplers(card),
        card.defaults().sampler(),
        card.defaults().steps(),
        card.limitsOrDefault().steps(),
        card.defaults().guidanceStrength(),
        card.guidance().map(GuidanceSpec::limit).orElse(null),
        card.limitsOrDefault().count(),
        card.takesRow(),
        card.takesRow() ? card.sample().columns().stream().map(Column::of).toList() : List.of());
  }

  /** A sampler suits where a plan can be made for the generator's own number of steps. */
  private static List<String> samplers(GeneratorCard card) {
    StageSpec stage = card.chain().get(0);
    if (stage.kind() != StageKind.DENOISE || stage.scheduler() == null) {
      return List.of();
    }
    SchedulerConfig config = SchedulerConfig.parse(stage.scheduler());
    List<String> suiting = new ArrayList<>();
    for (SamplerInfo sampler : Samplers.all()) {
      if (suits(sampler.name(), config, card.defaults().steps())) {
        suiting.add(sampler.name());
      }
    }
    if (!suiting.contains(card.defaults().sampler())) {
      suiting.add(0, card.defaults().sampler());
    }
    return List.copyOf(suiting);
  }

  private static boolean suits(String sampler, SchedulerConfig config, int steps) {
    try {
      Samplers.plan(sampler, config, steps);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
