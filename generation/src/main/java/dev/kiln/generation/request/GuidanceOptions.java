package dev.kiln.generation.request;

import java.util.Map;

/**
 * Refinements of classifier-free guidance.
 *
 * @param rescale phi of Lin et al. 2024 (arXiv 2305.08891, equation 16): how far the guided
 *     prediction is pulled back to the standard deviation of the conditional one, 0 (not at all) to
 *     1
 * @param from the first part of the walk that is guided, as a fraction of its network calls: 0 is
 *     the start (guidance interval, Kynkaanniemi et al. 2024, arXiv 2404.07724)
 * @param to the end of the guided part; calls outside [from, to) are not guided and cost one row
 * @param negative conditions to steer away from, in place of "no condition" (negative prompt)
 */
public record GuidanceOptions(
    double rescale, double from, double to, Map<String, String> negative) {

  /** Plain guidance over the whole walk, away from "no condition". */
  public static final GuidanceOptions PLAIN = new GuidanceOptions(0, 0, 1, Map.of());

  public GuidanceOptions {
    negative = Map.copyOf(negative);
  }

  /** Whether network call {@code call} of {@code calls} is guided. */
  public boolean covers(int call, int calls) {
    double place = (double) call / calls;
    return place >= from && place < to;
  }
}
