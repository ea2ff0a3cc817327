package dev.kiln.generation.engine;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.card.StageSpec;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.sampler.SamplingPlan;
import dev.kiln.generation.stage.Conditions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

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
   * @param guidance the guidance strength
   * @param sampler the sampler of the denoise stage, or direct
   * @param steps the steps that were asked of it
   * @param count how many samples
   */
  record Admitted(
      LoadedGenerator generator,
      List<SamplingPlan> plans,
      Conditions conditions,
      double guidance,
      String sampler,
      int steps,
      int count)
      implements Decision {}

  /** The request cannot be served. */
  record Refused(Outcome.Rejected outcome) implements Decision {}

  /** A mistake in a request, found somewhere below. */
  private static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    private final Rejection reason;

    Mistake(Rejection reason, String message) {
      super(message);
      this.reason = reason;
    }
  }

  private static final String DIRECT = "direct";

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
      int count = count(spec, card);
      Conditions conditions = conditions(spec, card);
      double guidance = guidance(spec, card);
      boolean denoises = card.stages().stream().anyMatch(s -> s.kind() == StageKind.DENOISE);
      int steps = denoises ? steps(spec, card) : oneStep(spec, card);
      String sampler = sampler(spec, card, denoises);
      List<SamplingPlan> stagePlans = new ArrayList<>();
      for (StageSpec stage : card.stages()) {
        stagePlans.add(plan(generator, stage, sampler, steps));
      }
      return new Admitted(
          generator, List.copyOf(stagePlans), conditions, guidance, sampler, steps, count);
    } catch (Mistake e) {
      return new Refused(new Outcome.Rejected(e.reason, String.valueOf(e.getMessage())));
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
      spec = spec.withCondition(condition.name(), condition.classes().get(0));
    }
    if (new Admission(List.of(loaded)).decide(spec) instanceof Refused refused) {
      throw new DamagedGeneratorException(
          loaded.generator().directory().resolve(GeneratorCatalog.CARD_FILE)
              + " has defaults that do not work: "
              + refused.outcome().message());
    }
    for (StageSpec stage : card.stages()) {
      boolean canGoWithout =
          card.conditions().stream().allMatch(ConditionSpec::required)
              || (stage.guidance() != null && stage.guidance().nullLabel() != null);
      if (!canGoWithout && takesCondition(card, stage)) {
        throw new DamagedGeneratorException(
            loaded.generator().directory().resolve(GeneratorCatalog.CARD_FILE)
                + " has a condition that is not required, but "
                + stage.network()
                + " has no guidance.nullLabel to stand for it");
      }
    }
  }

  private static boolean takesCondition(GeneratorCard card, StageSpec stage) {
    return card.conditions().stream().anyMatch(c -> stage.inputs().containsKey(c.name()));
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
        "generator \"" + asked + "\" is not here, there is " + String.join(", ", known));
  }

  private static int count(GenerationSpec spec, GeneratorCard card) throws Mistake {
    int max = card.limitsOrDefault().count();
    if (spec.count() < 1 || spec.count() > max) {
      throw new Mistake(
          Rejection.BAD_COUNT,
          "count must be between 1 and " + max + " for " + card.name() + ", was " + spec.count());
    }
    return (int) spec.count();
  }

  private static int steps(GenerationSpec spec, GeneratorCard card) throws Mistake {
    Integer asked = spec.steps();
    int steps = asked == null ? card.defaults().steps() : asked;
    int max = card.limitsOrDefault().steps();
    if (steps < 1 || steps > max) {
      throw new Mistake(
          Rejection.BAD_STEPS,
          "steps must be between 1 and " + max + " for " + card.name() + ", was " + steps);
    }
    return steps;
  }

  private static int oneStep(GenerationSpec spec, GeneratorCard card) throws Mistake {
    Integer asked = spec.steps();
    if (asked != null && asked != 1) {
      throw new Mistake(
          Rejection.BAD_STEPS, "steps must be 1 for " + card.name() + ", was " + asked);
    }
    return 1;
  }

  private static String sampler(GenerationSpec spec, GeneratorCard card, boolean denoises)
      throws Mistake {
    String asked = spec.sampler();
    if (!denoises) {
      if (asked != null && !asked.equals(DIRECT)) {
        throw new Mistake(
            Rejection.BAD_SAMPLER,
            "sampler must be direct for " + card.name() + ", was \"" + asked + "\"");
      }
      return DIRECT;
    }
    if (DIRECT.equals(asked)) {
      throw new Mistake(
          Rejection.BAD_SAMPLER,
          "sampler direct is for one-step generators, " + card.name() + " has to denoise");
    }
    return asked == null ? card.defaults().sampler() : asked;
  }

  private static double guidance(GenerationSpec spec, GeneratorCard card) throws Mistake {
    Double asked = spec.guidance();
    double guidance = asked == null ? card.defaults().guidanceStrength() : asked;
    double max = card.guidance().map(GuidanceSpec::limit).orElse(1.0);
    if (card.guidance().isEmpty() && guidance != 1) {
      throw new Mistake(
          Rejection.BAD_GUIDANCE,
          "guidance must be 1 for " + card.name() + ", which cannot be guided, was " + guidance);
    }
    if (!(guidance >= 0 && guidance <= max)) {
      throw new Mistake(
          Rejection.BAD_GUIDANCE,
          "guidance must be between 0 and " + max + " for " + card.name() + ", was " + guidance);
    }
    return guidance;
  }

  private static Conditions conditions(GenerationSpec spec, GeneratorCard card) throws Mistake {
    for (String given : new TreeSet<>(spec.conditions().keySet())) {
      if (card.condition(given).isEmpty()) {
        throw new Mistake(
            Rejection.BAD_CONDITION,
            card.name()
                + " takes no condition \""
                + given
                + "\", it takes "
                + card.conditions().stream().map(ConditionSpec::name).toList());
      }
    }
    Map<String, Long> labels = new HashMap<>();
    for (ConditionSpec condition : card.conditions()) {
      String value = spec.conditions().get(condition.name());
      if (value != null) {
        labels.put(condition.name(), classIndex(card, condition, value));
      } else if (condition.required()) {
        throw new Mistake(
            Rejection.BAD_CONDITION,
            card.name() + " needs a " + condition.name() + ", the request gives none");
      }
    }
    return new Conditions(labels);
  }

  private static long classIndex(GeneratorCard card, ConditionSpec condition, String value)
      throws Mistake {
    int index = condition.classes().indexOf(value);
    if (index < 0 && value.matches("[0-9]{1,9}")) {
      index = Integer.parseInt(value);
    }
    if (index < 0 || index >= condition.classes().size()) {
      throw new Mistake(
          Rejection.BAD_CONDITION,
          condition.name()
              + " must be one of "
              + String.join(", ", condition.classes())
              + " for "
              + card.name()
              + ", was \""
              + value
              + "\"");
    }
    return index;
  }

  private SamplingPlan plan(LoadedGenerator generator, StageSpec stage, String sampler, int steps)
      throws Mistake {
    try {
      return plans.plan(generator.generator(), stage, sampler, steps);
    } catch (IllegalArgumentException e) {
      throw new Mistake(Rejection.BAD_SAMPLER, String.valueOf(e.getMessage()));
    }
  }
}
