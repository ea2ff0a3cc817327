package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * The full run: {@code mvn verify -Pfaults -pl streams-app -am -Dkiln.faults.seed=1}, with {@code
 * -Dkiln.faults.requests}, {@code -Dkiln.faults.rate} and {@code -Dkiln.faults.minutes} for its
 * size.
 */
@Tag("faults")
@Timeout(3600)
class FaultsIT {

  @Test
  void everyRequestIsAnsweredOnceInOrderAndAsItShould(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    long seed = Long.getLong("kiln.faults.seed", 1);
    var settings =
        new Run.Settings(
            seed,
            Integer.getInteger("kiln.faults.requests", 10_000),
            Integer.getInteger("kiln.faults.rate", 20),
            3,
            5,
            Duration.ofMinutes(Integer.getInteger("kiln.faults.minutes", 45)));

    Run.Result result = Run.of(directory, settings, Schedule.full(seed));

    System.out.println(result.report().table());
    System.out.println(result.verdict());
    System.out.println(result.report().json());
    assertThat(result.verdict().isGood()).as(result.verdict().toString()).isTrue();
    assertThat(result.report().get("leftInStore")).isEqualTo(0);
  }
}
