package dev.kiln.bench.question;

import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.util.Map;

/**
 * What every question is asked with.
 *
 * @param network the network
 * @param provider where ONNX Runtime runs it
 * @param rounds how often each side is measured, in turns
 * @param seconds how long a side is measured in a round
 * @param warmUp how many seconds each side runs before the first round, until compilers are done
 * @param open how many requests a closed loop keeps under way
 * @param steps sampling steps of a request
 * @param app the app's settings, over its defaults
 */
public record Setting(
    BenchNetwork network,
    OnnxOptions.Provider provider,
    int rounds,
    double seconds,
    double warmUp,
    int open,
    int steps,
    Map<String, String> app) {

  public Setting {
    app = Map.copyOf(app);
    if (rounds < 1 || !(seconds > 0) || !(warmUp > 0) || open < 1 || steps < 1) {
      throw new IllegalArgumentException(
          "rounds, seconds, warm-up, open and steps must be above 0, were %d, %s, %s, %d and %d"
              .formatted(rounds, seconds, warmUp, open, steps));
    }
  }

  /** How long a side runs before a round counts. */
  double warmSeconds() {
    return Math.max(1, seconds / 4);
  }
}
