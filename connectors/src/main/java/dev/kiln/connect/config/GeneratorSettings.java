package dev.kiln.connect.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.sampler.SamplerInfo;
import dev.kiln.generation.sampler.Samplers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** The settings that say which generator is used and how: the same keys in every plugin. */
public final class GeneratorSettings {

  public static final String GROUP = "Generator";
  public static final String MODELS = "models";
  public static final String GENERATOR = "generator";
  public static final String VERSION = "generator.version";
  public static final String SAMPLER = "sampler";
  public static final String STEPS = "steps";
  public static final String GUIDANCE = "guidance";
  public static final String THREADS = "threads";

  private GeneratorSettings() {}

  /**
   * Adds the keys to a definition.
   *
   * @param check the rules of the whole configuration
   * @param eligible which generators the plugin can use, for recommendations
   */
  public static ConfigDef define(
      ConfigDef definition, InContext check, Predicate<GeneratorCard> eligible) {
    return definition
        .define(
            MODELS,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.readableDirectory(),
            HIGH,
            "The directory of the generators, on the machine of the worker.",
            GROUP,
            1,
            Width.LONG,
            "Models directory")
        .define(
            GENERATOR,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.notBlank(),
            HIGH,
            "The generator's name, as its card gives it.",
            GROUP,
            2,
            Width.MEDIUM,
            "Generator",
            check.recommending(settings -> names(settings, eligible)))
        .define(
            VERSION,
            ConfigDef.Type.STRING,
            "",
            null,
            MEDIUM,
            "The generator's version; empty takes the newest in the directory when a task starts.",
            GROUP,
            3,
            Width.SHORT,
            "Version",
            check.recommending(GeneratorSettings::versions))
        .define(
            SAMPLER,
            ConfigDef.Type.STRING,
            "",
            null,
            LOW,
            "The sampler; empty takes the default on the generator's card.",
            GROUP,
            4,
            Width.SHORT,
            "Sampler",
            check.recommending(s -> Samplers.all().stream().map(SamplerInfo::name).toList()))
        .define(
            STEPS,
            ConfigDef.Type.INT,
            null,
            null,
            LOW,
            "Sampling steps; null takes the default on the generator's card.",
            GROUP,
            5,
            Width.SHORT,
            "Steps",
            check)
        .define(
            GUIDANCE,
            ConfigDef.Type.DOUBLE,
            null,
            null,
            LOW,
            "Strength of the guidance; null takes the default on the generator's card.",
            GROUP,
            6,
            Width.SHORT,
            "Guidance",
            check)
        .define(
            THREADS,
            ConfigDef.Type.INT,
            1,
            ConfigDef.Range.between(1, 256),
            LOW,
            "How many threads one network call uses. All tasks of a worker with the same generator"
                + " and the same number of threads share one loaded network.",
            GROUP,
            7,
            Width.SHORT,
            "Threads");
  }

  /**
   * The generator that a configuration names.
   *
   * @throws SettingException if it is not in the directory, or cannot be read
   */
  public static Generator find(AbstractConfig config) {
    String name = config.getString(GENERATOR);
    String version = config.getString(VERSION);
    GeneratorCatalog catalog = catalog(config.getString(MODELS));
    List<Generator> named =
        catalog.generators().stream().filter(g -> g.card().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new SettingException(GENERATOR, name, "is not in the directory, " + contents(catalog));
    }
    return named.stream()
        .filter(g -> version.isEmpty() || g.card().version().equals(version))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingException(
                    VERSION,
                    version,
                    "must be one of the versions of " + name + ": " + versions(named)));
  }

  /** A request to a generator with the sampler, steps and guidance of a configuration. */
  public static GenerationSpec spec(AbstractConfig config, GeneratorCard card) {
    String sampler = config.getString(SAMPLER);
    return GenerationSpec.of(card.name())
        .withVersion(card.version())
        .withSampler(sampler.isEmpty() ? null : sampler)
        .withSteps(config.getInt(STEPS))
        .withGuidance(config.getDouble(GUIDANCE));
  }

  /** The card that half-read settings name, or null where they name none. */
  public static @Nullable GeneratorCard card(Map<String, Object> settings) {
    Object version = settings.get(VERSION);
    return cards(settings).stream()
        .filter(card -> card.name().equals(settings.get(GENERATOR)))
        .filter(card -> version == null || version.equals("") || card.version().equals(version))
        .findFirst()
        .orElse(null);
  }

  private static GeneratorCatalog catalog(String models) {
    try {
      return GeneratorCatalog.load(Path.of(models));
    } catch (IOException e) {
      throw new SettingException(MODELS, models, "cannot be read: " + e.getMessage());
    }
  }

  private static String contents(GeneratorCatalog catalog) {
    String there =
        catalog.generators().isEmpty()
            ? "which holds no generator"
            : "there is "
                + catalog.generators().stream()
                    .map(g -> g.card().name())
                    .distinct()
                    .collect(Collectors.joining(", "));
    return catalog.problems().isEmpty()
        ? there
        : there
            + "; not usable: "
            + catalog.problems().stream()
                .map(GeneratorCatalog.Problem::message)
                .collect(Collectors.joining("; "));
  }

  private static String versions(List<Generator> generators) {
    return generators.stream().map(g -> g.card().version()).collect(Collectors.joining(", "));
  }

  private static List<String> names(
      Map<String, Object> settings, Predicate<GeneratorCard> eligible) {
    return cards(settings).stream().filter(eligible).map(GeneratorCard::name).distinct().toList();
  }

  private static List<String> versions(Map<String, Object> settings) {
    return cards(settings).stream()
        .filter(card -> card.name().equals(settings.get(GENERATOR)))
        .map(GeneratorCard::version)
        .toList();
  }

  private static List<GeneratorCard> cards(Map<String, Object> settings) {
    if (!(settings.get(MODELS) instanceof String models)) {
      return List.of();
    }
    try {
      return GeneratorCatalog.load(Path.of(models)).generators().stream()
          .map(Generator::card)
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
