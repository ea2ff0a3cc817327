package dev.kiln.streams.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.call.NetworkHealth;
import dev.kiln.generation.engine.Engine;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.UnknownSchemaException;
import dev.kiln.schemas.request.RequestDecoder;
import dev.kiln.schemas.wire.BoundedReader;
import dev.kiln.schemas.wire.MalformedAvroException;
import dev.kiln.schemas.wire.WireFormat;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.topology.InFlightOptions;
import dev.kiln.streams.topology.KilnTopology;
import dev.kiln.streams.topology.KilnTopology.Contracts;
import dev.kiln.streams.topology.TopicNames;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand hostile requests against the real topology and the real engine; {@link HostileIT}
 * sends ten thousand through a broker.
 */
@Timeout(600)
class HostileTest {

  private static final String APPLICATION = "hostile";
  private static final String CHANGELOG = KilnTopology.changelog(APPLICATION);
  private static final int SCHEMA = 1;
  private static final int WARM_UP = 200;
  private static final int SHOTS = Integer.getInteger("kiln.hostile.requests", 1000);
  private static final long SEED = Long.getLong("kiln.hostile.seed", 20_261_121L);
  private static final long GROWTH = 8L << 20;

  @TempDir private Path directory;
  private final Verdicts verdicts = new Verdicts();

  @Test
  void eachGetsOneAnswerAndNothingIsLeftBehind() throws Exception {
    try (Engine engine = Engine.open(Attacks.generators(directory.resolve("models")));
        TopologyTestDriver driver = driver(engine)) {
      TestInputTopic<byte[], byte[]> requests =
          driver.createInputTopic(
              TopicNames.defaults().requests(),
              new ByteArraySerializer(),
              new ByteArraySerializer());
      Attacks attacks = new Attacks(SEED, SCHEMA);
      shoot(driver, requests, attacks, 0, WARM_UP);
      long before = used();
      int threads = engineThreads();

      shoot(driver, requests, attacks, WARM_UP, SHOTS);

      verdicts.assertWhole();
      assertThat(verdicts.codes()).as("all kinds of answers").hasSizeGreaterThan(15);
      long after = used();
      System.out.printf(
          "%d hostile requests: %s%nheap after collection %d KiB, then %d KiB%n",
          SHOTS, verdicts.codes(), before >> 10, after >> 10);
      assertThat(after - before).as("growth of the heap, in bytes").isLessThan(GROWTH);
      assertThat(engineThreads()).isEqualTo(threads);
      assertThat(engine.health())
          .extracting(NetworkHealth::state)
          .containsOnly(NetworkHealth.State.WELL);
    }
  }

  private void shoot(
      TopologyTestDriver driver,
      TestInputTopic<byte[], byte[]> requests,
      Attacks attacks,
      int from,
      int to) {
    TestOutputTopic<byte[], byte[]> samples = output(driver, TopicNames.defaults().samples());
    TestOutputTopic<byte[], byte[]> failures = output(driver, TopicNames.defaults().failures());
    for (int i = from; i < to; i++) {
      byte[] key = ("k" + i % 16).getBytes(StandardCharsets.UTF_8);
      requests.pipeInput(key, attacks.next());
      collect(driver, samples, failures);
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              collect(driver, samples, failures);
              return verdicts.answered() == to;
            });
  }

  private void collect(
      TopologyTestDriver driver,
      TestOutputTopic<byte[], byte[]> samples,
      TestOutputTopic<byte[], byte[]> failures)
      throws AssertionError {
    driver.advanceWallClockTime(Duration.ofMillis(10));
    // The driver keeps what nobody reads, and a broker would keep it elsewhere.
    if (driver.producedTopicNames().contains(CHANGELOG)) {
      output(driver, CHANGELOG).readRecordsToList();
    }
    while (!samples.isEmpty()) {
      verdicts.add(
          read(samples.readValue(), GeneratedSample.getClassSchema(), GeneratedSample.class));
    }
    while (!failures.isEmpty()) {
      verdicts.add(
          read(failures.readValue(), GenerationFailure.getClassSchema(), GenerationFailure.class));
    }
  }

  private static <T> T read(byte[] value, Schema schema, Class<T> type) {
    try {
      return BoundedReader.specific(value, schema, schema, type);
    } catch (MalformedAvroException e) {
      throw new AssertionError(e);
    }
  }

  private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
    return driver.createOutputTopic(
        topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private TopologyTestDriver driver(Engine engine) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
    return new TopologyTestDriver(
        KilnTopology.build(
            TopicNames.defaults(),
            InFlightOptions.defaults(),
            new EngineGeneration(engine),
            new Contracts(
                new RequestDecoder(HostileTest::schema),
                (topic, sample) -> WireFormat.encode(2, sample),
                (topic, failure) -> WireFormat.encode(3, failure),
                (topic, preview) -> WireFormat.encode(4, preview))),
        properties);
  }

  private static Schema schema(int id) {
    if (id != SCHEMA) {
      throw new UnknownSchemaException("schema id " + id + " is not known");
    }
    return GenerationRequest.getClassSchema();
  }

  private static long used() {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  private static int engineThreads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("kiln-"))
            .count();
  }
}
