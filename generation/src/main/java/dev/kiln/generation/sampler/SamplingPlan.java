package dev.kiln.generation.sampler;

import java.util.ArrayList;
import java.util.List;

/**
 * A sampler compiled to a table: one row is one network call.
 *
 * @param sampler short name of the sampler it came from
 * @param initNoiseSigma a generation from nothing starts at x = initNoiseSigma * z
 * @param startSample a generation from a known sample starts at x = startSample * known +
 *     startNoise * z
 * @param startNoise see startSample
 * @param rows the network calls in order; empty for image-to-image at strength 0
 */
public record SamplingPlan(
    String sampler,
    double initNoiseSigma,
    double startSample,
    double startNoise,
    List<PlanRow> rows) {

  public SamplingPlan {
    if (rows.isEmpty()) {
      startSample = 1;
      startNoise = 0;
      rows = List.of();
    } else {
      List<PlanRow> copy = new ArrayList<>(rows);
      int last = copy.size() - 1;
      copy.set(last, copy.get(last).asLast());
      rows = List.copyOf(copy);
    }
  }

  /** A plan whose rows begin at a level of noise. */
  static SamplingPlan from(String sampler, double initNoiseSigma, Level start, List<PlanRow> rows) {
    return new SamplingPlan(sampler, initNoiseSigma, start.alpha(), start.sigma(), rows);
  }

  /** How many network calls this plan makes. */
  public int calls() {
    return rows.size();
  }

  /** How many history entries a trajectory must keep: the deepest any row reads, 0 to 4. */
  public int historyDepth() {
    return rows.stream().mapToInt(PlanRow::historyDepth).max().orElse(0);
  }

  /** How many past d a trajectory must keep between rows: 0 to 3. */
  public int keptHistory() {
    return Math.max(0, historyDepth() - 1);
  }

  /** Whether a trajectory needs room for the saved state y. */
  public boolean usesY() {
    return rows.stream().anyMatch(PlanRow::readsY);
  }

  /** Whether the given row (from 0) adds fresh noise. */
  public boolean usesNoise(int row) {
    return rows.get(row).usesNoise();
  }

  /** Whether any row adds fresh noise. */
  public boolean usesNoise() {
    return rows.stream().anyMatch(PlanRow::usesNoise);
  }
}
