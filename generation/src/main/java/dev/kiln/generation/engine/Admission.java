package dev.kiln.generation.engine;

import dev.kiln.generation.card.ConditionKind;
import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.stage.Conditions;
import dev.kiln.generation.stage.Guidance;
import dev.kiln.generation.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a request can be served, and by what: a pure function of the request and the
 * loaded generators. What cannot be served is refused with one sentence that names the field, what
 * was found and what is allowed.
 */
final class Admission {

  /** The outcome of the decision. */
  sealed interface Decision {}

  /**
   * The request can be served.
   *
   * @param generator by which generator
   * @param plans the plan of each stage
   * @param conditions the conditions as networks take them
   * @param guidance how to guide
   * @param toConditions the conditions at the far end of an interpolation, or null
   * @param source what to start from or to keep parts of: a picture, or a row's columns; or null
   * @param sampler the sampler of the denoise stage, or direct
   * @param steps the steps that were asked of it
   * @param count how many samples
   */
  record Admitted(
      LoadedGenerator generator,
      List<SamplingPlan> plans,
      Conditions conditions,
      Guidance guidance,
      @Nullable Conditions toConditions,
      @Nullable SourceImage source,
      String sampler,
      int steps,
      int count)
      implements Decision {

    /** The same for one sample. */
    Admitted alone() {
      return new Admitted(
          generator, plans, conditions, guidance, toConditions, source, sampler, steps, 1);
    }
  }

  /** The request cannot be served. */
  record Refused(Outcome.Rejected outcome) implements Decision {}

  private final List<LoadedGenerator> generators;
  private final PlanCache plans = new PlanCache();

  /**
   * @param generators newest version first within a name
   */
  Admission(List<LoadedGenerator> generators) {
    this.generators = List.copyOf(generators);
  }

  Decision decide(GenerationSpec spec) {
    try {
      LoadedGenerator generator = find(spec);
      GeneratorCard card = generator.generator().card();
      int count = Rules.count(spec, card);
      Conditions conditions = generator.conditions().read(spec.conditions(), true);
      Guidance guidance = Rules.guidance(spec, generator);
      int steps = Rules.steps(spec, card);
      String sampler = Rules.sampler(spec, card);
      SourceRules.check(spec, card);
      Rules.previews(spec);
      SourceImage row = Rules.row(spec, card);
      Conditions toConditions = Rules.toConditions(spec, generator);
      double strength = spec.source() == null ? 1 : spec.source().strengthOrUsual();
      List<SamplingPlan> stagePlans = new ArrayList<>();
      for (StageSpec stage : card.stages()) {
        stagePlans.add(plan(generator, stage, sampler, steps, strength));
      }
      return new Admitted(
          generator,
          List.copyOf(stagePlans),
          conditions,
          guidance,
          toConditions,
          row == null ? spec.source() : row,
          sampler,
          steps,
          count);
    } catch (Mistake e) {
      return new Refused(new Outcome.Rejected(e.reason(), String.valueOf(e.getMessage())));
    }
  }

  /**
   * Checks that a request that says nothing but what it must would be served.
   *
   * @throws DamagedGeneratorException when the card's own defaults do not work
   */
  static void checkDefaults(LoadedGenerator loaded) throws DamagedGeneratorException {
    GeneratorCard card = loaded.generator().card();
    GenerationSpec spec = GenerationSpec.of(card.name());
    for (ConditionSpec condition : card.conditions()) {
      if (condition.kind() == ConditionKind.LABEL) {
        spec = spec.withCondition(condition.name(), condition.classes().get(0));
      } else if (condition.kind() == ConditionKind.TEXT) {
        spec = spec.withCondition(condition.name(), "");
      }
    }
    if (card.restores()) {
      spec = spec.withSource(SourceImage.of(lowest(card.sample())));
    }
    if (new Admission(List.of(loaded)).decide(spec) instanceof Refused refused) {
      throw new DamagedGeneratorException(
          loaded.generator().directory().resolve(GeneratorCatalog.CARD_FILE)
              + " has defaults that do not work: "
              + refused.outcome().message());
    }
    for (StageSpec stage : card.stages()) {
      boolean asksWithout =
          stage.guidance() != null || !card.conditions().stream().allMatch(ConditionSpec::required);
      boolean canGoWithout = stage.guidance() != null && stage.guidance().nullLabel() != null;
      if (asksWithout && !canGoWithout && takesLabel(card, stage)) {
        throw new DamagedGeneratorException(
            loaded.generator().directory().resolve(GeneratorCatalog.CARD_FILE)
                + " lets "
                + stage.network()
                + " be asked without a condition, but has no guidance.nullLabel to stand for it");
      }
    }
  }

  private static FloatTensor lowest(SampleSpec sample) {
    float[] values = new float[sample.shape().size()];
    Arrays.fill(values, (float) sample.low());
    return new FloatTensor(sample.shape(), values);
  }

  private static boolean takesLabel(GeneratorCard card, StageSpec stage) {
    return card.conditions().stream()
        .filter(condition -> condition.kind() == ConditionKind.LABEL)
        .anyMatch(condition -> stage.inputs().containsKey(condition.name()));
  }

  private LoadedGenerator find(GenerationSpec spec) throws Mistake {
    for (LoadedGenerator loaded : generators) {
      GeneratorCard card = loaded.generator().card();
      if (card.name().equals(spec.generator())
          && (spec.version() == null || spec.version().equals(card.version()))) {
        return loaded;
      }
    }
    TreeSet<String> known = new TreeSet<>();
    generators.forEach(
        g -> known.add(spec.version() == null ? g.generator().card().name() : g.generator().id()));
    String asked =
        spec.version() == null ? spec.generator() : spec.generator() + "/" + spec.version();
    throw new Mistake(
        Rejection.UNKNOWN_GENERATOR,
        "generator "
            + Sentence.quoted(asked)
            + " is not here, there is "
            + Sentence.listed(List.copyOf(known)));
  }

  private SamplingPlan plan(
      LoadedGenerator generator, StageSpec stage, String sampler, int steps, double strength)
      throws Mistake {
    try {
      return plans.plan(generator.generator(), stage, sampler, steps, strength);
    } catch (IllegalArgumentException e) {
      throw new Mistake(Rejection.BAD_SAMPLER, String.valueOf(e.getMessage()));
    }
  }
}
