package dev.kiln.streams.topology;

import dev.kiln.schemas.FailureCode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the topology tells about itself. Called on stream threads, inside transactions: what is told
 * may be rolled back and told again. Must be quick and must not throw.
 */
public interface TopologyMetrics {

  /** Tells nobody. */
  TopologyMetrics NONE = new TopologyMetrics() {};

  /** A task found that many requests in its store that an earlier life left there. */
  default void restored(int requests) {}

  /** A request is tried again, alone, since a process died while it worked on it. */
  default void retried() {}

  /**
   * An answer left.
   *
   * @param generator the generator's name; null where the request could not be read, or asked for
   *     one that is not there
   * @param code why there are no samples; null where there are
   * @param samples how many
   * @param took since the timestamp of the request's record
   */
  default void answered(
      @Nullable String generator, @Nullable FailureCode code, int samples, Duration took) {}

  /**
   * Previews of a request left, or were left out.
   *
   * @param generator the generator's name
   * @param published how many left
   * @param dropped how many were overtaken by newer ones, too large, or could not be written
   */
  default void previewed(String generator, int published, int dropped) {}

  /** The schema registry did not answer, and requests or answers wait for it. */
  default void registryAway() {}

  /**
   * A task begins; {@link Task#closed} ends it.
   *
   * @param partition the partition of the request topic that it is for
   */
  default Task task(int partition) {
    return Task.NONE;
  }

  /** What a task tells of what it holds now. */
  interface Task {

    /** Tells nobody. */
    Task NONE = new Task() {};

    /**
     * How many requests it holds.
     *
     * @param inFlight those that somebody works on, or whose answers wait for their turn
     * @param waiting those that wait in the store
     */
    default void holds(int inFlight, int waiting) {}

    /** It holds nothing any more. */
    default void closed() {}
  }
}
