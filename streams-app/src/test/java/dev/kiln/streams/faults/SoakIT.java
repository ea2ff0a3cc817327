package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether the application keeps what it took: {@code mvn verify -Pfaults -pl streams-app -am
 * -Dit.test=SoakIT -Dfailsafe.failIfNoSpecifiedTests=false -Dkiln.soak.minutes=30}.
 */
@Tag("faults")
class SoakIT {

  @Test
  void underLoadMemoryThreadsAndFilesStayAsTheyAre(
      @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
    int minutes = Integer.getInteger("kiln.soak.minutes", 0);
    assumeTrue(minutes >= 10, "a soak needs -Dkiln.soak.minutes=10 or more");

    SoakFigures figures =
        Soak.of(directory, Long.getLong("kiln.faults.seed", 1), Duration.ofMinutes(minutes));

    System.out.println(figures.table());
    System.out.println(figures.json());
    assertThat(figures.unanswered()).isZero();
    assertThat(figures.residentGrowth()).as("growth in percent").isLessThan(2.0);
    assertThat(figures.threadGrowth()).as("more threads").isLessThan(1);
    assertThat(figures.fileGrowth()).as("more files").isLessThan(3);
    assertThat(figures.mostTables()).as("tables of 8 stores").isLessThan(8 * 8);
  }
}
