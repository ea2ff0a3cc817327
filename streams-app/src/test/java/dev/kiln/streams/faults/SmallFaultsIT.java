package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Seconds of what {@link FaultsIT} does for minutes. */
@Timeout(900)
class SmallFaultsIT {

  @Test
  void killsOfInstancesAndABrokerCostNoAnswer(@TempDir Path directory) throws Exception {
    long seed = Long.getLong("kiln.faults.seed", 1);
    var settings = new Run.Settings(seed, 300, 25, 2, 2, Duration.ofMinutes(10));

    Run.Result result = Run.of(directory, settings, Schedule.small(seed));

    System.out.println(result.report().json());
    assertThat(result.verdict().isGood()).as(result.verdict().toString()).isTrue();
    assertThat(result.report().get("leftInStore")).isEqualTo(0);
  }
}
