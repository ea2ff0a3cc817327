package dev.kiln.generation.card;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A figure that the generator scored.
 *
 * @param name what was measured, such as class-accuracy
 * @param value the figure
 * @param samples over how many samples
 * @param sampler with which sampler
 * @param steps with how many steps
 * @param guidance with which guidance strength
 * @param seed with which seed
 * @param judge who judged, and on what it was trained
 * @param command the command that reproduces the figure
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Score(
    String name,
    double value,
    int samples,
    @Nullable String sampler,
    @Nullable Integer steps,
    @Nullable Double guidance,
    @Nullable Long seed,
    @Nullable String judge,
    @Nullable String command) {

  public Score {
    Require.present("scores.name", name);
  }
}
