package dev.kiln.streams.faults;

import dev.kiln.streams.faults.PoisonGeneration.Poison;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Does to a rig what the schedule says, one fault after the other. For one thread. */
final class Faults {

  private final Rig rig;
  private final Load load;
  private final Watch watch;
  private final Tally tally;
  private final Random random;
  private final Scene scene;

  Faults(Rig rig, Load load, Watch watch, Tally tally, long seed) {
    this.rig = rig;
    this.load = load;
    this.watch = watch;
    this.tally = tally;
    this.random = new Random(seed);
    this.scene = new Scene(rig, load, watch, tally, random);
  }

  /**
   * Does one after the other, until all are done or the time is over. One that does not get where
   * it should in time is noted and left; what is wrong then, the verifier sees.
   */
  void run(List<Fault> schedule, Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Fault fault : schedule) {
      if (System.nanoTime() - end > 0) {
        tally.count("timeOver");
        tally.say("the time is over");
        return;
      }
      load.check();
      watch.check();
      try {
        run(fault);
      } catch (ConditionTimeoutException e) {
        tally.count("faultsLeft");
        tally.say("left %s: %s".formatted(fault, e.getMessage()));
      }
      load.pass(random.nextInt(1_500));
    }
  }

  private void run(Fault fault) throws IOException, InterruptedException {
    switch (fault) {
      case KILL_MID_STEP -> killMidStep(0);
      case KILL_RESTORING -> killRestoring();
      case KILL_AROUND_COMMIT -> killAroundCommit();
      case KILL_FOR_LONG -> killMidStep(Rig.SESSION_MS + 4_000);
      case ZOMBIE -> zombie();
      case BROKER_KILL -> brokerKill();
      case SCALE_OUT -> scale(true);
      case SCALE_IN -> scale(false);
      case ROLLING_RESTART -> rollingRestart();
      case POISON_FIRST -> poison(Poison.AT_THE_START, 0);
      case POISON_AMID -> poison(Poison.UNDER_WAY, 10);
      case POISON_LAST -> poison(Poison.AT_THE_END, 20);
      case REGISTRY_DOWN -> registryDown();
      case DISK_FULL -> diskFull();
      case PARTITION -> partition();
      case GENERATOR_REPLACED -> replaceGenerator();
    }
  }

  private void killMidStep(long restartAfterMs) throws InterruptedException {
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    List<Integer> partitions = List.copyOf(owned);
    for (int i = 0; i < 8; i++) {
      String key = Scene.keyIn(partitions.get(random.nextInt(partitions.size())), i);
      load.send(() -> load.asks().plain(key));
    }
    load.pass(20 + random.nextInt(100));
    Watch.Since since = scene.kill(victim, owned, restartAfterMs, "in mid step");
    scene.awaitOutput(since);
  }

  private void killAroundCommit() throws InterruptedException {
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    Watch.Since before = scene.since(owned);
    scene.awaitAnswer(before);
    load.pass(random.nextInt(Rig.COMMIT_MS));
    scene.awaitOutput(scene.kill(victim, owned, 0, "around a commit"));
  }

  private void killRestoring() throws IOException, InterruptedException {
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    boolean wiped = random.nextBoolean() && victim != rig.instance(2);
    Watch.Since since = scene.kill(victim, owned, 60_000, "to restore");
    if (wiped) {
      victim.wipe();
    }
    long log = victim.logSize();
    victim.start();
    Awaitility.await(victim.name() + " restores")
        .atMost(Scene.PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> victim.logSince(log).contains("to PARTITIONS_ASSIGNED"));
    load.pass(random.nextInt(60));
    boolean inTime = !victim.logSince(log).contains("to RUNNING");
    scene.kill(victim, owned, 0, wiped ? "restoring from nothing" : "restoring");
    tally.count(inTime ? "killedWhileRestoring" : "killedAfterRestoring");
    scene.awaitOutput(since);
  }

  private void zombie() throws IOException, InterruptedException {
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    Watch.Since since = scene.since(owned);
    int pause = Rig.SESSION_MS + 1_000 + random.nextInt(6_000);
    tally.count("zombies");
    tally.say(
        "%s with partitions %s stands still for %d ms".formatted(victim.name(), owned, pause));
    victim.freeze();
    load.pass(pause);
    victim.thaw();
    scene.awaitOutput(since);
  }

  private void brokerKill() throws IOException, InterruptedException {
    int broker = random.nextInt(KafkaCluster.BROKERS);
    boolean alsoApp = random.nextBoolean();
    rig.cluster().awaitInSync();
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    rig.cluster().kill(broker);
    tally.count("brokerKills");
    tally.say("kill -9 broker %d".formatted(broker));
    // Longer than its session: else it would count as in sync while it is not there.
    load.pass(NodeSettings.SESSION_MS + 500 + random.nextInt(3_000));
    if (alsoApp) {
      scene.kill(victim, owned, 0, "while a broker is away");
    }
    load.pass(random.nextInt(2_000));
    rig.cluster().restart(broker);
    rig.cluster().awaitInSync();
    tally.say("broker %d is back and in sync".formatted(broker));
  }

  /** Two instances at least, and those with a role of their own stay. */
  private void scale(boolean out) throws InterruptedException {
    List<Instance> idle = rig.instances().stream().filter(each -> !each.isWanted()).toList();
    List<Instance> may =
        rig.wanted().stream().filter(each -> rig.instances().indexOf(each) > 1).toList();
    tally.count("rescalings");
    if (!idle.isEmpty() && (out || may.isEmpty())) {
      Instance more = idle.get(random.nextInt(idle.size()));
      tally.say("scale out: %s joins".formatted(more.name()));
      more.start();
      scene.awaitPartitions(more);
    } else {
      Instance less = may.get(random.nextInt(may.size()));
      scene.awaitPartitions(less);
      tally.say("scale in: %s leaves with partitions %s".formatted(less.name(), rig.owned(less)));
      Watch.Since since = scene.since(rig.owned(less));
      less.stop();
      scene.awaitOutput(since);
    }
  }

  private void rollingRestart() throws IOException, InterruptedException {
    tally.count("rollingRestarts");
    for (Instance instance : rig.wanted()) {
      tally.say("rolling restart: %s".formatted(instance.name()));
      instance.stop();
      long log = instance.logSize();
      instance.start();
      Awaitility.await(instance.name() + " runs")
          .atMost(Scene.PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> instance.logSince(log).contains("to RUNNING"));
    }
  }

  private void poison(Poison poison, int place) throws InterruptedException {
    int partition = random.nextInt(Topics.PARTITIONS);
    int deaths = rig.ownDeaths();
    List<String> batch = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      String key = Scene.keyIn(partition, i % 3);
      boolean isPoison = i == place;
      Ask ask =
          load.send(() -> isPoison ? load.asks().poison(key, poison) : load.asks().plain(key));
      batch.add(ask.id());
    }
    tally.count("poisons");
    tally.say("poison %s, %d of 21 in partition %d".formatted(poison, place + 1, partition));
    boolean all = watch.awaitAll(batch, Duration.ofMinutes(6));
    tally.say(
        "%s after %d deaths"
            .formatted(all ? "all answered" : "not all answered", rig.ownDeaths() - deaths));
  }

  private void registryDown() throws InterruptedException {
    Instance victim = scene.serving();
    Set<Integer> owned = rig.owned(victim);
    tally.count("registryOutages");
    tally.say("the registry is down");
    rig.registryProxy().cut();
    Watch.Since since = scene.kill(victim, owned, 0, "while the registry is down");
    load.pass(6_000 + random.nextInt(5_000));
    rig.registryProxy().open();
    tally.say("the registry is back");
    scene.awaitOutput(since);
  }

  private void diskFull() throws IOException, InterruptedException {
    if (!rig.smallDisk().isMounted()) {
      tally.say("no disk to fill: %s".formatted(rig.smallDisk().problem()));
      return;
    }
    Instance victim = rig.instance(2);
    scene.awaitPartitions(victim);
    Set<Integer> owned = rig.owned(victim);
    tally.count("fullDisks");
    rig.smallDisk().fill();
    tally.say("the disk of %s is full".formatted(victim.name()));
    load.pass(random.nextInt(2_000));
    Watch.Since since = scene.kill(victim, owned, 0, "with a full disk");
    load.pass(6_000 + random.nextInt(6_000));
    rig.smallDisk().free();
    tally.say("the disk of %s has room again".formatted(victim.name()));
    scene.awaitOutput(since);
  }

  private void partition() throws InterruptedException {
    Instance victim = rig.instance(1);
    scene.awaitPartitions(victim);
    Set<Integer> owned = rig.owned(victim);
    boolean silent = random.nextBoolean();
    int pause = Rig.SESSION_MS + 1_000 + random.nextInt(6_000);
    tally.count("partitions");
    tally.say(
        "%s with partitions %s is cut off for %d ms, %s"
            .formatted(victim.name(), owned, pause, silent ? "silently" : "connections closed"));
    Watch.Since since = scene.since(owned);
    rig.cluster().edge().forEach(silent ? TcpProxy::hold : TcpProxy::cut);
    load.pass(pause);
    rig.cluster().edge().forEach(TcpProxy::open);
    scene.awaitOutput(since);
    scene.awaitPartitions(victim);
  }

  private void replaceGenerator() throws IOException {
    tally.count("replacedGenerators");
    tally.say("another generator in the place of " + Asks.GAN);
    rig.generators().replace();
  }
}
