package dev.kiln.connect.generator;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.sample.Ask;
import dev.kiln.connect.sample.AskText;
import dev.kiln.connect.sample.Mixture;
import dev.kiln.connect.sample.SampleValues;
import dev.kiln.connect.sample.Seeds;
import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.engine.SpecCheck;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sequence of samples that a configuration means: sample n is a function of n alone. Holds once
 * made: every request of the sequence is one that the generator can serve. Pure; safe for many
 * threads.
 *
 * @param generator what makes the samples
 * @param base what all requests have in common
 * @param mixture the conditions of each
 * @param seed the seed of the sequence
 * @param values how samples become values
 * @param key what a key is taken from: a condition, a column, number or none
 */
record SourcePlan(
    Generator generator,
    GenerationSpec base,
    Mixture mixture,
    long seed,
    SampleValues values,
    String key) {

  static final String KEY_NUMBER = "number";
  static final String KEY_NONE = "none";

  /**
   * The plan of a configuration.
   *
   * @throws SettingException if a key cannot be as it is, in the light of the others
   * @throws org.apache.kafka.common.config.ConfigException if one cannot be by itself
   */
  static SourcePlan of(Map<String, ?> settings) {
    var config = new GeneratorSourceConfig(settings);
    Generator generator = GeneratorSettings.find(config);
    if (generator.card().restores()) {
      throw new SettingException(
          GeneratorSettings.GENERATOR,
          generator.card().name(),
          "restores a picture that a request brings, so nothing can be drawn from it");
    }
    long seed = config.getLong(GeneratorSourceConfig.SEED);
    List<Ask> alternatives = alternatives(config, generator);
    var plan =
        new SourcePlan(
            generator,
            GeneratorSettings.spec(config, generator.card()),
            mixture(config, alternatives, seed),
            seed,
            values(config, generator),
            config.getString(GeneratorSourceConfig.KEY));
    plan.checkKey();
    for (Ask ask : alternatives) {
      plan.check(ask, config);
    }
    return plan;
  }

  private static List<Ask> alternatives(GeneratorSourceConfig config, Generator generator) {
    String text = config.getString(GeneratorSourceConfig.CONDITIONS);
    try {
      return AskText.read(text, generator.card());
    } catch (IllegalArgumentException e) {
      throw new SettingException(GeneratorSourceConfig.CONDITIONS, text, e);
    }
  }

  private static Mixture mixture(GeneratorSourceConfig config, List<Ask> asks, long seed) {
    if (config.order() == GeneratorSourceConfig.Order.CYCLE) {
      return new Mixture.Cycle(asks);
    }
    List<String> given = config.getList(GeneratorSourceConfig.WEIGHTS);
    try {
      List<Double> weights =
          given.isEmpty()
              ? Collections.nCopies(asks.size(), 1.0)
              : given.stream().map(String::strip).map(Double::valueOf).toList();
      return new Mixture.Weighted(asks, weights, seed);
    } catch (NumberFormatException e) {
      throw new SettingException(
          GeneratorSourceConfig.WEIGHTS, given, "must be numbers with commas between");
    } catch (IllegalArgumentException e) {
      throw new SettingException(GeneratorSourceConfig.WEIGHTS, given, e);
    }
  }

  private static SampleValues values(GeneratorSourceConfig config, Generator generator) {
    try {
      config.layout().of(generator.card().sample().kind());
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          GeneratorSourceConfig.VALUE, config.getString(GeneratorSourceConfig.VALUE), e);
    }
    try {
      return new SampleValues(generator.card(), config.layout(), config.encoding());
    } catch (IllegalArgumentException e) {
      throw new SettingException(
          GeneratorSourceConfig.ENCODING, config.getString(GeneratorSourceConfig.ENCODING), e);
    }
  }

  private void checkKey() {
    List<String> names = GeneratorSourceConfig.keyNames(generator.card());
    if (!key.equals(KEY_NUMBER) && !key.equals(KEY_NONE) && !names.contains(key)) {
      throw new SettingException(
          GeneratorSourceConfig.KEY,
          key,
          "must be number, none, or one of what " + generator.card().name() + " knows: " + names);
    }
  }

  private void check(Ask ask, GeneratorSourceConfig config) {
    String conditions = config.getString(GeneratorSourceConfig.CONDITIONS);
    try {
      var refusal = SpecCheck.refusal(generator, ask.applyTo(base, generator.card()));
      if (refusal.isPresent()) {
        String wrong = key(refusal.get());
        throw new SettingException(wrong, config.values().get(wrong), refusal.get().message());
      }
    } catch (IllegalArgumentException e) {
      throw new SettingException(GeneratorSourceConfig.CONDITIONS, conditions, e);
    } catch (DamagedGeneratorException e) {
      throw new SettingException(GeneratorSettings.GENERATOR, generator.card().name(), e);
    }
  }

  private static String key(Outcome.Rejected refusal) {
    return switch (refusal.reason()) {
      case BAD_STEPS -> GeneratorSettings.STEPS;
      case BAD_SAMPLER -> GeneratorSettings.SAMPLER;
      case BAD_GUIDANCE -> GeneratorSettings.GUIDANCE;
      case BAD_CONDITION -> GeneratorSourceConfig.CONDITIONS;
      case UNKNOWN_GENERATOR, BAD_COUNT, BAD_IMAGE, BAD_INTERPOLATION, BAD_PREVIEWS ->
          GeneratorSettings.GENERATOR;
    };
  }

  /** The conditions of a sample. */
  Ask ask(long number) {
    return mixture.ask(number);
  }

  /** The request for a sample. */
  GenerationSpec spec(long number) {
    return ask(number).applyTo(base, generator.card()).withSeed(Seeds.of(seed, number));
  }

  /** The key of a sample, or null for none. */
  @Nullable String key(long number, Outcome.Generated generated) {
    if (key.equals(KEY_NONE)) {
      return null;
    }
    if (key.equals(KEY_NUMBER)) {
      return Long.toString(number);
    }
    String asked = ask(number).values().get(key);
    if (asked != null || generator.card().sample().columns().isEmpty()) {
      return asked;
    }
    Object made = values.row(spec(number), generated.samples().get(0)).get(key);
    return made == null ? null : made.toString();
  }
}
