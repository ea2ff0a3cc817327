package dev.kiln.generation.request;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the engine: which generator, under which conditions, how many samples, and how
 * to sample them. Whether a generator can honour it is the engine's to say; this record only holds
 * what any request must hold.
 *
 * @param generator the generator's name
 * @param version a version to pin, or null for the newest
 * @param conditions from the condition's name to its value: for a label the class name or its index
 * @param count how many samples
 * @param seed the seed; sample i of a request draws its noise from (seed, i)
 * @param sampler the sampler's short name, or null for the card's default
 * @param steps how many steps, or null for the card's default
 * @param guidance the guidance strength, or null for the card's default; 1 is unguided
 * @param guidanceOptions refinements of the guidance
 * @param source a picture to start from, or null to start from noise
 * @param row columns of the row that are given, by name; empty to generate them all
 * @param interpolation where to go from one sample to the next, or null for independent samples
 * @param previews after every how many steps the sample's estimate is shown, where somebody looks;
 *     0 for never
 * @param priority larger goes first; 0 is usual
 * @param deadlineNanos a {@link System#nanoTime()} after which the answer is worthless, or null
 * @param key whose request it is: requests of one key share what the key gets; null for a request
 *     that stands for itself
 */
public record GenerationSpec(
    String generator,
    @Nullable String version,
    Map<String, String> conditions,
    long count,
    long seed,
    @Nullable String sampler,
    @Nullable Integer steps,
    @Nullable Double guidance,
    GuidanceOptions guidanceOptions,
    @Nullable SourceImage source,
    Map<String, @Nullable Object> row,
    @Nullable Interpolation interpolation,
    int previews,
    int priority,
    @Nullable Long deadlineNanos,
    @Nullable String key) {

  public GenerationSpec {
    Objects.requireNonNull(generator, "generator");
    conditions = Map.copyOf(conditions);
    row = Collections.unmodifiableMap(new LinkedHashMap<>(row));
  }

  /** One unconditioned sample with the card's defaults and seed 0. */
  public static GenerationSpec of(String generator) {
    return new GenerationSpec(
        generator,
        null,
        Map.of(),
        1,
        0,
        null,
        null,
        null,
        GuidanceOptions.PLAIN,
        null,
        Map.of(),
        null,
        0,
        0,
        null,
        null);
  }

  public GenerationSpec withCondition(String name, String value) {
    Map<String, String> more = new TreeMap<>(conditions);
    more.put(name, value);
    return withConditions(more);
  }

  /** Shorthand for the condition named "label". */
  public GenerationSpec withLabel(int label) {
    return withCondition("label", Integer.toString(label));
  }

  public GenerationSpec withVersion(@Nullable String value) {
    return with(draft -> draft.version = value);
  }

  public GenerationSpec withConditions(Map<String, String> value) {
    return with(draft -> draft.conditions = value);
  }

  public GenerationSpec withCount(long value) {
    return with(draft -> draft.count = value);
  }

  public GenerationSpec withSeed(long value) {
    return with(draft -> draft.seed = value);
  }

  public GenerationSpec withSampler(@Nullable String value) {
    return with(draft -> draft.sampler = value);
  }

  public GenerationSpec withSteps(@Nullable Integer value) {
    return with(draft -> draft.steps = value);
  }

  public GenerationSpec withGuidance(@Nullable Double value) {
    return with(draft -> draft.guidance = value);
  }

  public GenerationSpec withGuidanceOptions(GuidanceOptions value) {
    return with(draft -> draft.guidanceOptions = value);
  }

  public GenerationSpec withSource(@Nullable SourceImage value) {
    return with(draft -> draft.source = value);
  }

  /** Columns to keep: Boolean, Long, Double or String; null for one that must not be missing. */
  public GenerationSpec withRow(Map<String, @Nullable Object> value) {
    return with(draft -> draft.row = value);
  }

  public GenerationSpec withInterpolation(@Nullable Interpolation value) {
    return with(draft -> draft.interpolation = value);
  }

  public GenerationSpec withPreviews(int value) {
    return with(draft -> draft.previews = value);
  }

  public GenerationSpec withPriority(int value) {
    return with(draft -> draft.priority = value);
  }

  public GenerationSpec withDeadlineNanos(@Nullable Long value) {
    return with(draft -> draft.deadlineNanos = value);
  }

  public GenerationSpec withKey(@Nullable String value) {
    return with(draft -> draft.key = value);
  }

  private GenerationSpec with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.finish();
  }

  /** A copy that can be changed. */
  private static final class Draft {
    private final String generator;
    private @Nullable String version;
    private Map<String, String> conditions;
    private long count;
    private long seed;
    private @Nullable String sampler;
    private @Nullable Integer steps;
    private @Nullable Double guidance;
    private GuidanceOptions guidanceOptions;
    private @Nullable SourceImage source;
    private Map<String, @Nullable Object> row;
    private @Nullable Interpolation interpolation;
    private int previews;
    private int priority;
    private @Nullable Long deadlineNanos;
    private @Nullable String key;

    Draft(GenerationSpec spec) {
      generator = spec.generator;
      version = spec.version;
      conditions = spec.conditions;
      count = spec.count;
      seed = spec.seed;
      sampler = spec.sampler;
      steps = spec.steps;
      guidance = spec.guidance;
      guidanceOptions = spec.guidanceOptions;
      source = spec.source;
      row = spec.row;
      interpolation = spec.interpolation;
      previews = spec.previews;
      priority = spec.priority;
      deadlineNanos = spec.deadlineNanos;
      key = spec.key;
    }

    GenerationSpec finish() {
      return new GenerationSpec(
          generator,
          version,
          conditions,
          count,
          seed,
          sampler,
          steps,
          guidance,
          guidanceOptions,
          source,
          row,
          interpolation,
          previews,
          priority,
          deadlineNanos,
          key);
    }
  }
}
