package dev.kiln.bench.question;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.bench.report.Latencies;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.BareLoop;
import dev.kiln.bench.rig.EngineServer;
import dev.kiln.bench.rig.Server;
import dev.kiln.bench.rig.StaticServer;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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

  /** Measures; takes about rounds x seconds x loads x 3. */
  public void run() {
    BareLoop.Shape shape = BareLoop.best(setting.network(), setting.provider());
    double capacity;
    try (BareLoop bare = new BareLoop(setting.network(), setting.provider(), shape)) {
      capacity = bare.run(3) / MEAN_STEPS;
    }
    report.say("The machine serves at most %.1f requests/s of this mix.", capacity);
    report.fact("capacity", capacity);
    Path scratch = scratch();
    try (Server kiln = new EngineServer(engine(scratch));
        Server fifo = new StaticServer(setting.network(), setting.provider(), 1, 0);
        Server batches =
            new StaticServer(setting.network(), setting.provider(), STATIC_BATCH, WINDOW_MS)) {
      Map<String, Server> sides = new LinkedHashMap<>();
      sides.put("kiln", kiln);
      sides.put("fifo", fifo);
      sides.put("static", batches);
      for (int round = 1; round <= setting.rounds(); round++) {
        double unloaded = unloaded(kiln);
        report.measured("unloaded short request ms", unloaded);
        for (double load : loads) {
          for (Map.Entry<String, Server> side : sides.entrySet()) {
            measure(side.getKey(), side.getValue(), load, load * capacity, round, unloaded);
          }
        }
        report.say("round %d of %d done", round, setting.rounds());
      }
    } finally {
      delete(scratch);
    }
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

  private void measure(
      String side, Server server, double load, double rate, int seed, double unloaded) {
    Random random = new Random(seed);
    int count = (int) Math.max(20, rate * setting.seconds());
    boolean[] isLong = new boolean[count];
    long[] due = new long[count];
    double at = 0;
    for (int i = 0; i < count; i++) {
      at += -Math.log(1 - random.nextDouble()) / rate;
      due[i] = (long) (at * 1e9);
      isLong[i] = random.nextDouble() < SHARE_OF_LONG;
    }
    double[] took = new double[count];
    double[] waits = new double[count];
    CountDownLatch all = new CountDownLatch(count);
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      int number = i;
      while (System.nanoTime() - began < due[i]) {
        LockSupport.parkNanos(due[i] - (System.nanoTime() - began));
      }
      server.submit(
          isLong[i] ? LONG : SHORT,
          i,
          waited -> {
            took[number] = (System.nanoTime() - began - due[number]) / 1e6;
            waits[number] = waited;
            all.countDown();
          });
    }
    await(all);
    tell("%s at %.0f%%, ".formatted(side, 100 * load), isLong, due, took, waits, unloaded);
  }

  private void tell(
      String at, boolean[] isLong, long[] due, double[] took, double[] waits, double unloaded) {
    Latencies quick = new Latencies();
    Latencies slow = new Latencies();
    Latencies quickWaits = new Latencies();
    Latencies slowWaits = new Latencies();
    double lastLong = 0;
    int longs = 0;
    for (int i = 0; i < took.length; i++) {
      (isLong[i] ? slow : quick).add(took[i]);
      (isLong[i] ? slowWaits : quickWaits).add(waits[i]);
      if (isLong[i]) {
        longs++;
        lastLong = Math.max(lastLong, due[i] / 1e9 + took[i] / 1000);
      }
    }
    report.measured(at + "short p50 ms", quick.percentile(0.5));
    report.measured(at + "short p99 ms", quick.percentile(0.99));
    report.measured(at + "short p99 / unloaded", quick.percentile(0.99) / unloaded);
    report.measured(at + "short admission p99 ms", quickWaits.percentile(0.99));
    if (longs > 0) {
      report.measured(at + "long p50 ms", slow.percentile(0.5));
      report.measured(at + "long p99 ms", slow.percentile(0.99));
      report.measured(at + "long admission p99 ms", slowWaits.percentile(0.99));
      // 1 where the last long one is done as soon as it could be.
      double offered = longs / (due[due.length - 1] / 1e9);
      report.measured(at + "long served / offered", Math.min(1, longs / lastLong / offered));
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
