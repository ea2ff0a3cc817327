package dev.kiln.bench.question;

import dev.kiln.bench.net.BenchModels;
import dev.kiln.bench.net.SimulatedAccelerator;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.Ask;
import dev.kiln.bench.rig.Client;
import dev.kiln.bench.rig.ClosedLoop;
import dev.kiln.bench.rig.Cluster;
import dev.kiln.bench.rig.KilnSide;
import dev.kiln.streams.app.KilnConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Whether twice the instances do twice the work: 1, 2, 4 and 8 of them share a topic, each with an
 * accelerator of its own that is only simulated, so that one machine can hold them all.
 */
public final class Scale {

  private static final int PARTITIONS = 16;
  private static final int ROWS = 8;
  private static final long CALL_MILLIS = 50;
  private static final int[] INSTANCES = {1, 2, 4, 8};

  private final Setting setting;
  private final Report report;

  public Scale(Setting setting, Report report) {
    this.setting = setting;
    this.report = report;
  }

  /** Measures; takes about rounds x (seconds x 6 + a minute). */
  public void run() {
    double ideal = ROWS * 1000.0 / CALL_MILLIS / setting.steps();
    report.fact("callMillis", CALL_MILLIS);
    report.fact("rowsPerCall", ROWS);
    report.fact("idealPerInstance", ideal);
    report.say("An instance's accelerator makes at most %.1f samples/s.", ideal);
    try (Cluster cluster = Cluster.start()) {
      Path models = cluster.scratch().resolve("models");
      BenchModels.write(setting.network(), models);
      serve(cluster, models, "scale-warm", 1, setting.warmUp(), number -> {});
      for (int round = 1; round <= setting.rounds(); round++) {
        double one = 0;
        for (int count : INSTANCES) {
          double rate = measure(cluster, models, round, count);
          one = count == 1 ? rate : one;
          report.measured(count + " instances samples/s", rate);
          report.measured(count + " instances / linear", rate / (count * one));
          report.measured(count + " instances / ideal", rate / (count * ideal));
          report.say(
              "round %d: %d instances %.1f/s, %.3f of linear",
              round, count, rate, rate / (count * one));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the bench's generator cannot be written", e);
    }
  }

  private double measure(Cluster cluster, Path models, int round, int count) {
    String name = "scale-%d-%d".formatted(round, count);
    int[] answers = new int[PARTITIONS];
    double rate =
        serve(
            cluster,
            models,
            name,
            count,
            setting.seconds(),
            number -> answers[Math.floorMod(number, PARTITIONS)]++);
    double mean = IntStream.of(answers).average().orElse(1);
    report.measured(
        count + " instances, least served partition / mean",
        IntStream.of(answers).min().orElse(0) / mean);
    return rate;
  }

  private double serve(
      Cluster cluster, Path models, String name, int count, double seconds, IntConsumer told) {
    var topics = KilnSide.topics(name);
    cluster.createTopics(PARTITIONS, topics.requests(), topics.samples(), topics.failures());
    List<KilnSide> instances = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        instances.add(start(cluster, name, models, i));
      }
      try (Client client = instances.get(0).client(cluster)) {
        client.spreadOver(PARTITIONS);
        ClosedLoop loop = new ClosedLoop(client, new Ask(setting.steps()), 4 * ROWS * count);
        loop.run(0, 2 * setting.warmSeconds());
        return loop.run(setting.warmSeconds(), seconds, told).perSecond();
      }
    } finally {
      instances.forEach(KilnSide::close);
    }
  }

  private static KilnSide start(Cluster cluster, String name, Path models, int number) {
    Map<String, String> settings =
        Map.of(
            StreamsConfig.NUM_STREAM_THREADS_CONFIG,
            "1",
            StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
            "200",
            StreamsConfig.STATE_DIR_CONFIG,
            cluster.scratch().resolve("state-%s-%d".formatted(name, number)).toString(),
            KilnConfig.STORE_MEMORY,
            Long.toString(16 << 20));
    return KilnSide.start(
        cluster,
        name,
        models,
        settings,
        options ->
            options
                .withLoader(new SimulatedAccelerator(CALL_MILLIS * 1_000_000))
                .withProfiles(null)
                .withRows(ROWS, 4 * ROWS));
  }
}
