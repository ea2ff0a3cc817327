package dev.kiln.streams.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who goes on where a killed instance was: itself, if it is back in time, or who has a copy. */
@Tag("faults")
@Timeout(900)
class HandOverIT {

  private static final Pattern RESTORED =
      Pattern.compile("Finished restoring changelog .* with a total number of (\\d+) records");

  private static final String STATE = "State transition from PARTITIONS_ASSIGNED to ";

  @TempDir private Path directory;

  @Test
  void anInstanceThatIsBackWithinItsSessionKeepsItsPartitions() throws Exception {
    Run.Result result =
        Run.of(
            directory,
            settings(),
            Map.of("consumer.session.timeout.ms", "120000"),
            (rig, load, watch, tally) -> {
              Instance victim = rig.instance(1);
              awaitBoth(rig);
              Map<String, Set<Integer>> before = rig.cluster().assignment();
              Instance other = rig.instance(2);
              long log = other.logSize();

              Watch.Since since =
                  scene(rig, load, watch, tally).kill(victim, rig.owned(victim), 0, "for a moment");
              scene(rig, load, watch, tally).awaitOutput(since);

              assertThat(since.allMs()).isPresent();
              assertThat(rig.cluster().assignment()).isEqualTo(before);
              assertThat(other.logSince(log))
                  .as("got no partition")
                  .doesNotContain("] Initialized");
            });

    assertGood(result);
  }

  @Test
  void anInstanceThatHasACopyOfTheStoresGoesOnFromIt() throws Exception {
    Run.Result result =
        Run.of(
            directory,
            settings(),
            Map.of("num.standby.replicas", "1"),
            (rig, load, watch, tally) -> {
              Instance victim = rig.instance(1);
              Instance survivor = rig.instance(2);
              awaitBoth(rig);
              Awaitility.await("copies of all stores")
                  .atMost(Scene.PATIENCE)
                  .ignoreExceptions()
                  .until(() -> stores(victim) + stores(survivor) == 2 * Topics.PARTITIONS);
              Awaitility.await("something to restore")
                  .atMost(Scene.PATIENCE)
                  .until(() -> watch.answered() > 100);
              long log = survivor.logSize();

              Watch.Since since =
                  scene(rig, load, watch, tally)
                      .kill(victim, rig.owned(victim), 3_600_000, "for good");
              scene(rig, load, watch, tally).awaitOutput(since);

              assertThat(since.allMs()).isPresent();
              long restored = restored(survivor.logSince(log));
              long all = changelogRecords(rig);
              tally.say("%d of %d records had to be restored".formatted(restored, all));
              assertThat(restored).as("restored, of %d", all).isLessThan(all / 4);
              victim.start();
            });

    assertGood(result);
  }

  private static Run.Settings settings() {
    return new Run.Settings(1, 250, 25, 2, 2, Duration.ofMinutes(10));
  }

  private static Scene scene(Rig rig, Load load, Watch watch, Tally tally) {
    return new Scene(rig, load, watch, tally, new Random(1));
  }

  private static void assertGood(Run.Result result) {
    assertThat(result.verdict().isGood()).as(result.verdict().toString()).isTrue();
    assertThat(result.report().get("leftInStore")).isEqualTo(0);
  }

  /** Waits until the two instances have half of the partitions each, and work on them. */
  private static void awaitBoth(Rig rig) {
    Awaitility.await("both have half of the partitions")
        .atMost(Scene.PATIENCE)
        .ignoreExceptions()
        .until(() -> hasHalf(rig, rig.instance(1)) && hasHalf(rig, rig.instance(2)));
  }

  private static boolean hasHalf(Rig rig, Instance instance)
      throws IOException, InterruptedException {
    return rig.owned(instance).size() == Topics.PARTITIONS / 2
        && lastState(instance).equals("RUNNING");
  }

  private static String lastState(Instance instance) throws IOException {
    String log = instance.logSince(0);
    return log.substring(log.lastIndexOf(STATE) + STATE.length()).split("\\s", 2)[0];
  }

  /** In how many partitions an instance has a store: to work on, or as a copy. */
  private static long stores(Instance instance) throws IOException {
    try (Stream<Path> files = Files.walk(instance.state())) {
      return files.filter(file -> file.endsWith(Path.of("rocksdb", "in-flight"))).count();
    }
  }

  private static long restored(String log) {
    long sum = 0;
    for (Matcher found = RESTORED.matcher(log); found.find(); ) {
      sum += Long.parseLong(found.group(1));
    }
    return sum;
  }

  private static long changelogRecords(Rig rig) throws InterruptedException {
    var partitions =
        IntStream.range(0, Topics.PARTITIONS)
            .mapToObj(partition -> new TopicPartition(Topics.CHANGELOG, partition))
            .toList();
    return rig.cluster().ends(partitions).values().stream().mapToLong(Long::longValue).sum();
  }
}
