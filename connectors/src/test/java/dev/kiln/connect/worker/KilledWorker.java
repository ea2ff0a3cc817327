package dev.kiln.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.connect.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * One worker with a source of each kind and a sink, killed with SIGKILL at random times while all
 * three work, and started again. What goes in is counted here, so that whoever looks at the topics
 * and files afterwards knows what must be there.
 */
final class KilledWorker {

  /** Where the sink's samples come from. */
  static final String SAMPLES = "to-files";

  static final String DRAWN = "drawn";
  static final String PROMPTS = "prompts";
  static final int RATE = 100;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** The sink forces each file to the disk, so a backlog takes its time. */
  private static final Duration TO_FINISH = Duration.ofMinutes(10);

  private final Broker broker;
  private final Path directory;
  private final Path plugins;
  private final Random random;
  private final AtomicInteger lines = new AtomicInteger();
  private final AtomicInteger samples = new AtomicInteger();

  KilledWorker(Broker broker, Path plugins, Path directory, long seed) throws IOException {
    this.broker = broker;
    this.plugins = plugins;
    this.directory = Files.createDirectories(directory);
    this.random = new Random(seed);
    Files.createDirectories(inbox());
    broker.cluster().createTopic(SAMPLES, 2);
    broker.cluster().createTopic(DRAWN, 2);
    broker.cluster().createTopic(PROMPTS, 2);
  }

  private Path inbox() {
    return directory.resolve("inbox");
  }

  /** Where the sink's files are. */
  Path files() {
    return directory.resolve("files");
  }

  /** How many lines were written to the file of prompts. */
  int lines() {
    return lines.get();
  }

  /** How many records were written to the sink's topic. */
  int samples() {
    return samples.get();
  }

  /** What record number n of the sink's topic holds. */
  static byte[] sample(int n) {
    return ("\u0089PNG sample " + n).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Runs, kills and restarts; at the end, a worker that is left alone finishes.
   *
   * @return how many kills met all three at work
   */
  int run(int kills) throws InterruptedException {
    int met = 0;
    ScheduledExecutorService feeder = Executors.newSingleThreadScheduledExecutor();
    try (Producer<byte[], byte[]> producer = producer()) {
      var unused = feeder.scheduleAtFixedRate(() -> feed(producer), 0, 50, TimeUnit.MILLISECONDS);
      for (int kill = 0; kill <= kills; kill++) {
        try (WorkerProcess worker = WorkerProcess.distributed(directory, settings())) {
          if (kill == 0) {
            deploy(worker);
          }
          awaitRunning(worker);
          if (kill == kills) {
            feeder.shutdown();
            assertThat(feeder.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            producer.flush();
            awaitFinished();
          } else {
            // Up to three seconds into the work: sometimes amid a transaction, sometimes between.
            worker.awaitEnd(Duration.ofMillis(200 + random.nextInt(2_800)));
            met++;
          }
        }
      }
      return met;
    } finally {
      feeder.shutdownNow();
    }
  }

  private Producer<byte[], byte[]> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", broker.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private Map<String, String> settings() {
    Map<String, String> settings =
        new HashMap<>(Examples.read(Examples.DIRECTORY.resolve("connect-distributed.properties")));
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("plugin.path", plugins.toString());
    settings.put("offset.flush.interval.ms", "500");
    // What a dead worker left open is aborted after five seconds instead of a minute.
    settings.put("producer.transaction.timeout.ms", "5000");
    // A dead worker is missed after two seconds, and its work is taken up at once.
    settings.put("session.timeout.ms", "2000");
    settings.put("heartbeat.interval.ms", "500");
    settings.put("scheduled.rebalance.max.delay.ms", "0");
    List.of("config", "offset", "status")
        .forEach(topic -> settings.put(topic + ".storage.replication.factor", "1"));
    return settings;
  }

  private void deploy(WorkerProcess worker) {
    String bytes = "org.apache.kafka.connect.converters.ByteArrayConverter";
    String text = "org.apache.kafka.connect.storage.StringConverter";
    put(
        worker,
        DRAWN,
        Map.of(
            "connector.class",
            "dev.kiln.connect.generator.GeneratorSourceConnector",
            "tasks.max",
            "2",
            "models",
            Models.DIRECTORY.toString(),
            "generator",
            Models.DIGITS,
            "conditions",
            "label=*",
            "value",
            "bytes",
            "value.converter",
            bytes,
            "topic",
            DRAWN,
            "rate",
            String.valueOf(RATE),
            "exactly.once.support",
            "required"));
    put(
        worker,
        PROMPTS,
        Map.of(
            "connector.class", "dev.kiln.connect.prompt.PromptSourceConnector",
            "tasks.max", "1",
            "directory", inbox().toString(),
            "files", "tailing",
            "generator", "shapes",
            "topic", PROMPTS,
            "value.converter", text,
            "exactly.once.support", "required"));
    put(
        worker,
        SAMPLES,
        Map.of(
            "connector.class",
            "dev.kiln.connect.files.SampleSinkConnector",
            "tasks.max",
            "2",
            "topics",
            SAMPLES,
            "store",
            "dir:" + files(),
            "path",
            "{partition}-{offset}.{ext}",
            "key.converter",
            bytes,
            "value.converter",
            bytes));
  }

  private static void put(WorkerProcess worker, String name, Map<String, String> config) {
    Awaitility.await(name)
        .atMost(PATIENCE)
        .until(() -> worker.put("/connectors/" + name + "/config", config).status() < 300);
  }

  private static void awaitRunning(WorkerProcess worker) {
    for (String name : List.of(DRAWN, PROMPTS, SAMPLES)) {
      Awaitility.await(name + " runs")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptions()
          .until(
              () -> {
                var status = worker.get("/connectors/" + name + "/status").body();
                return status.at("/tasks/0/state").asText().equals("RUNNING")
                    && status.at("/tasks/0/trace").isMissingNode();
              });
    }
  }

  /** Writes two lines and two records. */
  private void feed(Producer<byte[], byte[]> producer) {
    var text = new StringBuilder();
    for (int i = 0; i < 2; i++) {
      text.append("a red circle number ").append(lines.getAndIncrement()).append('\n');
      byte[] value = sample(samples.getAndIncrement());
      var unused = producer.send(new ProducerRecord<>(SAMPLES, value));
    }
    try {
      Files.writeString(
          inbox().resolve("prompts.txt"),
          text,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitFinished() {
    Awaitility.await("all files are written")
        .atMost(TO_FINISH)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> files().toFile().list((dir, name) -> name.endsWith(".png")).length >= samples());
    Broker.read(broker.bootstrapServers(), PROMPTS, records -> records.size() >= lines());
  }
}
