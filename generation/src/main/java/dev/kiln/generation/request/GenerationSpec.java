package dev.kiln.generation.request;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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
 * @param interpolation where to go from one sample to the next, or null for independent samples
 * @param priority larger goes first; 0 is usual
 * @param deadlineNanos a {@link System#nanoTime()} after which the answer is worthless, or null
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
    @Nullable Interpolation interpolation,
    int priority,
    @Nullable Long deadlineNanos) {

  public GenerationSpec {
    Objects.requireNonNull(generator, "generator");
    conditions = Map.copyOf(conditions);
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
        null,
        0,
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
    return new GenerationSpec(
        generator,
        value,
        conditions,
        count,
        seed,
        sampler,
        steps,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withConditions(Map<String, String> value) {
    return new GenerationSpec(
        generator,
        version,
        value,
        count,
        seed,
        sampler,
        steps,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withCount(long value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        value,
        seed,
        sampler,
        steps,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withSeed(long value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        count,
        value,
        sampler,
        steps,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withSampler(@Nullable String value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        count,
        seed,
        value,
        steps,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withSteps(@Nullable Integer value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        count,
        seed,
        sampler,
        value,
        guidance,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withGuidance(@Nullable Double value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        count,
        seed,
        sampler,
        steps,
        value,
        guidanceOptions,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withGuidanceOptions(GuidanceOptions value) {
    return new GenerationSpec(
        generator,
        version,
        conditions,
        count,
        seed,
        sampler,
        steps,
        guidance,
        value,
        source,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withSource(@Nullable SourceImage value) {
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
        value,
        interpolation,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withInterpolation(@Nullable Interpolation value) {
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
        value,
        priority,
        deadlineNanos);
  }

  public GenerationSpec withPriority(int value) {
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
        interpolation,
        value,
        deadlineNanos);
  }

  public GenerationSpec withDeadlineNanos(@Nullable Long value) {
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
        interpolation,
        priority,
        value);
  }
}
