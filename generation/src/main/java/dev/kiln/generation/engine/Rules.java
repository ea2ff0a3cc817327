package dev.kiln.generation.engine;

import dev.kiln.generation.card.ConditionSpec;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GuidanceSpec;
import dev.kiln.generation.card.StageKind;
import dev.kiln.generation.message.Sentence;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.GuidanceOptions;
import dev.kiln.generation.request.Interpolation;
import dev.kiln.generation.request.Rejection;
import dev.kiln.generation.request.SourceImage;
import dev.kiln.generation.row.KnownColumns;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.generation.stage.Conditions;
import dev.kiln.generation.stage.Guidance;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a card allows, one rule a field: each gives the value to use, or says what is wrong. */
final class Rules {

  private static final String DIRECT = "direct";

  /** As many steps as any sampler takes; a larger number could not mean anything. */
  private static final int MAX_PREVIEWS = 10_000;

  private Rules() {}

  static int count(GenerationSpec spec, GeneratorCard card) throws Mistake {
    int max = card.limitsOrDefault().count();
    if (spec.count() < 1 || spec.count() > max) {
      throw new Mistake(
          Rejection.BAD_COUNT,
          "count must be between 1 and " + max + " for " + card.name() + ", was " + spec.count());
    }
    return (int) spec.count();
  }

  static int steps(GenerationSpec spec, GeneratorCard card) throws Mistake {
    Integer asked = spec.steps();
    if (!denoises(card)) {
      if (asked != null && asked != 1) {
        throw new Mistake(
            Rejection.BAD_STEPS, "steps must be 1 for " + card.name() + ", was " + asked);
      }
      return 1;
    }
    int steps = asked == null ? card.defaults().steps() : asked;
    int max = card.limitsOrDefault().steps();
    if (steps < 1 || steps > max) {
      throw new Mistake(
          Rejection.BAD_STEPS,
          "steps must be between 1 and " + max + " for " + card.name() + ", was " + steps);
    }
    return steps;
  }

  /** Generators that take one step have nothing to show on the way, and nothing to refuse. */
  static void previews(GenerationSpec spec) throws Mistake {
    if (spec.previews() < 0 || spec.previews() > MAX_PREVIEWS) {
      throw new Mistake(
          Rejection.BAD_PREVIEWS,
          "previews must be 0 (none) or a number of steps up to "
              + MAX_PREVIEWS
              + ", was "
              + spec.previews());
    }
  }

  static String sampler(GenerationSpec spec, GeneratorCard card) throws Mistake {
    String asked = spec.sampler();
    if (!denoises(card)) {
      if (asked != null && !asked.equals(DIRECT)) {
        throw new Mistake(
            Rejection.BAD_SAMPLER,
            "sampler must be direct for " + card.name() + ", was " + Sentence.quoted(asked));
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

  private static boolean denoises(GeneratorCard card) {
    return card.stages().stream().anyMatch(stage -> stage.kind() == StageKind.DENOISE);
  }

  static Guidance guidance(GenerationSpec spec, LoadedGenerator generator) throws Mistake {
    GeneratorCard card = generator.generator().card();
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
    GuidanceOptions options = spec.guidanceOptions();
    if (!(options.rescale() >= 0 && options.rescale() <= 1)) {
      throw new Mistake(
          Rejection.BAD_GUIDANCE,
          "guidance rescale must be between 0 and 1, was " + options.rescale());
    }
    if (!(options.from() >= 0 && options.from() <= options.to() && options.to() <= 1)) {
      throw new Mistake(
          Rejection.BAD_GUIDANCE,
          "the guidance interval must lie within 0 and 1, was "
              + options.from()
              + " to "
              + options.to());
    }
    if (!options.negative().isEmpty() && card.guidance().isEmpty()) {
      throw new Mistake(
          Rejection.BAD_GUIDANCE,
          card.name() + " cannot be guided, so it takes no negative condition");
    }
    return new Guidance(guidance, options, generator.conditions().read(options.negative(), false));
  }

  /** The conditions at the far end of an interpolation: those that change, over the others. */
  static @Nullable Conditions toConditions(GenerationSpec spec, LoadedGenerator generator)
      throws Mistake {
    GeneratorCard card = generator.generator().card();
    Interpolation interpolation = spec.interpolation();
    if (interpolation == null) {
      return null;
    }
    if (card.restores()) {
      throw new Mistake(
          Rejection.BAD_INTERPOLATION,
          card.name() + " restores a picture, so it has nothing to interpolate");
    }
    if (spec.count() < 2) {
      throw new Mistake(
          Rejection.BAD_INTERPOLATION,
          "an interpolation needs a count of at least 2, was " + spec.count());
    }
    if (interpolation.toConditions().isEmpty()) {
      return null;
    }
    if (card.chain().get(0).kind() != StageKind.DENOISE) {
      throw new Mistake(
          Rejection.BAD_INTERPOLATION,
          card.name() + " can go from one seed to another, but not from one condition to another");
    }
    Map<String, String> far = new HashMap<>(spec.conditions());
    far.putAll(interpolation.toConditions());
    return generator.conditions().read(far, true);
  }

  /**
   * The columns that a request gives, as a sample whose given places are kept, or null where it
   * gives none.
   */
  static @Nullable SourceImage row(GenerationSpec spec, GeneratorCard card) throws Mistake {
    if (spec.row().isEmpty()) {
      return null;
    }
    if (!card.takesRow()) {
      throw new Mistake(
          Rejection.BAD_CONDITION,
          card.name()
              + " takes no condition \"row\", it takes "
              + card.conditions().stream().map(ConditionSpec::name).toList());
    }
    try {
      KnownColumns known = RowCodec.of(card.sample()).known(spec.row());
      return new SourceImage(known.values(), 1.0, known.mask());
    } catch (IllegalArgumentException e) {
      throw new Mistake(Rejection.BAD_CONDITION, "row of " + card.name() + ": " + e.getMessage());
    }
  }
}
