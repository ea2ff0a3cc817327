package dev.kiln.generation.engine;

import dev.kiln.generation.call.RowCap;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.request.Trouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what a failed call means for the samples that it carried: smaller calls, down to the one
 * that makes it fail, and the end for that one's request alone. Safe for the callers' threads, each
 * with a round of its own.
 */
final class Containment {

  private static final Logger LOG = LoggerFactory.getLogger(Containment.class);

  private final String network;
  private final Samples samples;
  private final EngineOptions options;

  Containment(String network, Samples samples, EngineOptions options) {
    this.network = network;
    this.samples = samples;
    this.options = options;
  }

  /**
   * The call under way failed.
   *
   * @param cap how many rows calls on that device may carry
   */
  void failed(Round round, RowCap cap, NetworkException e) {
    options.metrics().troubled(network, trouble(e));
    if (e.kind() == NetworkException.Kind.OUT_OF_MEMORY) {
      cap.ranOut(round.rows(), options.nanoClock().getAsLong());
    }
    LogContext.during(
        round.underWay().stream().map(sample -> sample.job().logContext()).toList(),
        () ->
            LOG.warn(
                "A call of {} with {} rows failed, {}: {}",
                network,
                round.rows(),
                round.isAlone()
                    ? "and its request with it"
                    : "its samples are tried in smaller calls",
                e.getMessage()));
    if (round.isAlone()) {
      Job guilty = round.underWay().get(0).job();
      samples.fail(guilty, trouble(e), "could not serve the request: " + e.getMessage());
    } else if (e.kind() == NetworkException.Kind.HUNG) {
      // Every hang costs the whole limit, and a good call next to nothing.
      round.separate();
    } else {
      round.halve();
    }
  }

  /** There is no network to call: what is in progress fails, and what waits gets its turn. */
  void notOpen(NetworkException e) {
    LOG.error("{} cannot be called and fails its requests: {}", network, e.getMessage());
    samples.failAll(trouble(e), "could not serve the request: " + e.getMessage());
  }

  /**
   * Something went wrong that is no network's failure, but a mistake of ours or no memory at all:
   * nobody knows whose fault it is, so all that were in progress fail, and those that wait get
   * their turn.
   */
  void giveUp(Round round, Throwable e) {
    LogContext.during(
        round.picked().stream().map(sample -> sample.job().logContext()).toList(),
        () -> LOG.error("{} fails the requests in progress.", network, e));
    String what = "could not serve the request: " + e;
    round.picked().forEach(sample -> samples.fail(sample.job(), Trouble.NETWORK, what));
    samples.forget(round);
    round.clear();
    samples.failAll(Trouble.NETWORK, what);
  }

  private static Trouble trouble(NetworkException e) {
    return switch (e.kind()) {
      case FAILED -> Trouble.NETWORK;
      case OUT_OF_MEMORY -> Trouble.OUT_OF_MEMORY;
      case HUNG -> Trouble.HUNG;
    };
  }
}
