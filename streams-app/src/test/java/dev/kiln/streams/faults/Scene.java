package dev.kiln.streams.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Where faults happen: draws whom they hit, tells what is at stake, and looks how long the effect
 * lasts. For one thread.
 */
final class Scene {

  static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Rig rig;
  private final Load load;
  private final Watch watch;
  private final Tally tally;
  private final Random random;

  Scene(Rig rig, Load load, Watch watch, Tally tally, Random random) {
    this.rig = rig;
    this.load = load;
    this.watch = watch;
    this.tally = tally;
    this.random = random;
  }

  /** A running instance that has partitions, drawn from all that do. */
  Instance serving() throws InterruptedException {
    List<Instance> wanted = rig.wanted();
    Instance drawn = wanted.get(random.nextInt(wanted.size()));
    awaitPartitions(drawn);
    return drawn;
  }

  /** Waits until an instance runs and the group has given it partitions. */
  void awaitPartitions(Instance instance) {
    Awaitility.await(instance.name() + " has partitions")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(250))
        .ignoreExceptions()
        .until(() -> instance.isAlive() && !rig.owned(instance).isEmpty());
  }

  /** What does not come is not the end of the run; the verifier has the last word. */
  void awaitOutput(Watch.Since since) {
    try {
      Awaitility.await("answers from all partitions")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> since.allMs().isPresent());
    } catch (ConditionTimeoutException e) {
      tally.count("longSilences");
      tally.say("no answers from all partitions after " + PATIENCE);
    }
  }

  /** Waits for the first answer of any of the partitions. */
  void awaitAnswer(Watch.Since since) {
    Awaitility.await("an answer")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> since.firstMs().isPresent());
  }

  /** Watches some partitions from now on. */
  Watch.Since since(Set<Integer> partitions) throws InterruptedException {
    return since(System.nanoTime(), partitions);
  }

  private Watch.Since since(long nanos, Set<Integer> partitions) throws InterruptedException {
    List<TopicPartition> both = new ArrayList<>();
    for (int partition : partitions) {
      both.add(new TopicPartition(Topics.SAMPLES, partition));
      both.add(new TopicPartition(Topics.FAILURES, partition));
    }
    return watch.since(nanos, rig.cluster().ends(both));
  }

  private int openIn(Set<Integer> partitions) {
    return (int)
        load.sent().values().stream()
            .filter(sent -> partitions.contains(sent.partition()))
            .filter(sent -> !watch.isAnswered(sent.ask().id()))
            .count();
  }

  /** The n-th key of the load's that lies in a partition. */
  static String keyIn(int partition, int n) {
    int left = n;
    for (int i = 0; ; i++) {
      String key = "key-" + i;
      if (BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), Topics.PARTITIONS) == partition
          && left-- == 0) {
        return key;
      }
    }
  }

  /** Kills an instance, and watches the partitions that it had. */
  Watch.Since kill(Instance victim, Set<Integer> owned, long restartAfterMs, String when)
      throws InterruptedException {
    int open = openIn(owned);
    long now = System.nanoTime();
    victim.kill(restartAfterMs);
    tally.count("kills");
    Watch.Since since = since(now, owned);
    tally.kill(since);
    tally.say(
        "kill -9 %s %s, with partitions %s, %d requests open"
            .formatted(victim.name(), when, owned, open));
    return since;
  }
}
