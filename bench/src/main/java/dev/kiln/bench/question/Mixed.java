package dev.kiln.bench.question;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.bench.report.Latencies;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.BareLoop;
import dev.kiln.bench.rig.EngineServer;
import dev.kiln.bench.rig.PoissonTimes;
import dev.kiln.bench.rig.Server;
import dev.kiln.bench.rig.StaticServer;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Short and long requests together, 90% of four steps and 10% of fifty, at random times: how long
 * either takes in Kiln's engine, first in first out, and in static batches with a window of time.
 * The engines alone, without Kafka, whose commits would hide the difference.
 */
@SuppressWarnings("try") // apps serve by being open
public final class Mixed {

  private static final int SHORT = 4;
  private static final int LONG = 50;
  private static final double SHARE_OF_LONG = 0.1;
  private static final double MEAN_STEPS = (1 - SHARE_OF_LONG) * SHORT + SHARE_OF_LONG * LONG;
  private static final int STATIC_BATCH = 8;
  private static final double WINDOW_MS = 20;
  private static final int UNLOADED = 40;
  private static final double CAPACITY_SECONDS = 1.5;
  private static final double WARM_UP_LOAD = 0.6;

  private final Setting setting;
  private final Report report;
  private final List<Double> loads;

  /**
   * @param loads shares of the machine's capacity, such as 0.7
   */
  public Mixed(Setting setting, Report report, List<Double> loads) {
    this.setting = setting;
    this.report = report;
    this.loads = List.copyOf(loads);
  }

  /** Measures; takes about 3 x (the warm-up and seconds) and rounds x seconds x loads x 3. */
  public void run() {
    BareLoop.Shape shape = BareLoop.best(setting.network(), setting.provider());
    Path scratch = scratch();
    try (Server kiln = new EngineServer(engine(scratch));
        Server fifo = new StaticServer(setting.network(), setting.provider(), 1, 0);
        Server batches =
            new StaticServer(setting.network(), setting.provider(), STATIC_BATCH, WINDOW_MS);
        BareLoop bare = new BareLoop(setting.network(), setting.provider(), shape)) {
      Map<String, Server> sides = new LinkedHashMap<>();
      sides.put("kiln", kiln);
      sides.put("fifo", fifo);
      sides.put("static", batches);
      warmUp(sides.values(), bare.run(CAPACITY_SECONDS));
      for (int round = 1; round <= setting.rounds(); round++) {
        // In each round, since a machine that others use as well is not always as fast.
        double capacity = bare.run(CAPACITY_SECONDS) / MEAN_STEPS;
        report.measured("capacity, requests/s", capacity);
        double unloaded = unloaded(kiln);
        report.measured("unloaded short request ms", unloaded);
        double compiled = compiled();
        for (double load : loads) {
          List<Arrival> arrivals = Arrival.mixed(load * capacity, setting.seconds(), round);
          sides.forEach(
              (name, side) ->
                  tell(
                      "%s at %.0f%%, ".formatted(name, 100 * load),
                      serve(side, arrivals),
                      unloaded));
        }
        report.measured("compiled meanwhile, ms", compiled() - compiled);
        report.say("round %d of %d done", round, setting.rounds());
      }
    } finally {
      delete(scratch);
    }
  }

  /**
   * Runs each side until the compiler has nothing left to do: a compilation takes one of the cores
   * for up to half a second, and the tail would be about that. Requests of one step take the same
   * ways as others, and many times as often; then comes what is measured.
   *
   * @param calls of one row that the machine makes a second
   */
  private void warmUp(Collection<Server> sides, double calls) {
    double rate = WARM_UP_LOAD * calls;
    List<Arrival> quick = Arrival.ofOneStep(rate, setting.warmUp());
    List<Arrival> mix = Arrival.mixed(rate / MEAN_STEPS, setting.seconds(), 0);
    for (Server side : sides) {
      serve(side, quick);
      serve(side, mix);
    }
  }

  /** For how many milliseconds the compiler ran so far. */
  private static double compiled() {
    return ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private Engine engine(Path scratch) {
    try {
      Path models = scratch.resolve("models");
      BenchModels.write(setting.network(), models);
      int cores = Runtime.getRuntime().availableProcessors();
      var onnx = new OnnxOptions(setting.provider(), 0, cores, List.of());
      return Engine.open(
          models,
          EngineOptions.defaults()
              .withLoader(OnnxNetwork.loader(onnx))
              .withRows(128, 512)
              .withProfiles(scratch.resolve("profiles")));
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's generator cannot be written", e);
    }
  }

  /** The median time of short requests, one after the other. */
  private static double unloaded(Server server) {
    Latencies latencies = new Latencies();
    for (int i = 0; i < UNLOADED; i++) {
      CountDownLatch done = new CountDownLatch(1);
      long began = System.nanoTime();
      server.submit(SHORT, i, waited -> done.countDown());
      await(done);
      latencies.add((System.nanoTime() - began) / 1e6);
    }
    return latencies.percentile(0.5);
  }

  /**
   * A request.
   *
   * @param dueNanos when it is sent, after the beginning
   */
  private record Arrival(long dueNanos, int steps) {
    /** Short and long ones at random times, for so long. */
    static List<Arrival> mixed(double rate, double seconds, long seed) {
      Random random = new Random(seed);
      PoissonTimes times = new PoissonTimes(rate, random);
      List<Arrival> all = new ArrayList<>();
      for (int i = 0; i < Math.max(20, rate * seconds); i++) {
        long due = times.nextNanos();
        all.add(new Arrival(due, random.nextDouble() < SHARE_OF_LONG ? LONG : SHORT));
      }
      return all;
    }

    /** As short as can be. */
    static List<Arrival> ofOneStep(double rate, double seconds) {
      PoissonTimes times = new PoissonTimes(rate, new Random(0));
      List<Arrival> all = new ArrayList<>();
      for (int i = 0; i < rate * seconds; i++) {
        all.add(new Arrival(times.nextNanos(), 1));
      }
      return all;
    }

    boolean isLong() {
      return steps == LONG;
    }
  }

  /**
   * What became of one.
   *
   * @param took milliseconds from when it was due to its answer
   * @param waited of these, until it was admitted
   */
  private record Served(Arrival arrival, double took, double waited) {
    double endSeconds() {
      return arrival.dueNanos() / 1e9 + took / 1000;
    }
  }

  private static List<Served> serve(Server server, List<Arrival> arrivals) {
    Queue<Served> served = new ConcurrentLinkedQueue<>();
    CountDownLatch all = new CountDownLatch(arrivals.size());
    long began = System.nanoTime();
    for (int i = 0; i < arrivals.size(); i++) {
      Arrival arrival = arrivals.get(i);
      long due = began + arrival.dueNanos();
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      server.submit(
          arrival.steps(),
          i,
          waited -> {
            served.add(new Served(arrival, (System.nanoTime() - due) / 1e6, waited));
            all.countDown();
          });
    }
    await(all);
    return List.copyOf(served);
  }

  private void tell(String at, List<Served> served, double unloaded) {
    Latencies quick = new Latencies();
    Latencies slow = new Latencies();
    Latencies quickWaits = new Latencies();
    Latencies slowWaits = new Latencies();
    double lastDue = 0;
    double lastLong = 0;
    for (Served one : served) {
      boolean isLong = one.arrival().isLong();
      (isLong ? slow : quick).add(one.took());
      (isLong ? slowWaits : quickWaits).add(one.waited());
      lastDue = Math.max(lastDue, one.arrival().dueNanos() / 1e9);
      lastLong = isLong ? Math.max(lastLong, one.endSeconds()) : lastLong;
    }
    report.measured(at + "short p50 ms", quick.percentile(0.5));
    report.measured(at + "short p99 ms", quick.percentile(0.99));
    report.measured(at + "short p99 / unloaded", quick.percentile(0.99) / unloaded);
    report.measured(at + "short admission p99 ms", quickWaits.percentile(0.99));
    if (slow.count() > 0) {
      report.measured(at + "long p50 ms", slow.percentile(0.5));
      report.measured(at + "long p99 ms", slow.percentile(0.99));
      report.measured(at + "long admission p99 ms", slowWaits.percentile(0.99));
      // 1 where the last long one is done as soon as it could be.
      report.measured(at + "long served / offered", Math.min(1, lastDue / lastLong));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(120, TimeUnit.SECONDS)) {
        throw new IllegalStateException(latch.getCount() + " requests were not answered");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while requests were served", e);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("kiln-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
