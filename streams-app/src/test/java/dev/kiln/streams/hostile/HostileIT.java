package dev.kiln.streams.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.streams.broker.LocalBroker;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.client.AnswerTopics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand hostile requests through a real broker and the app as a process with 192 MiB of
 * heap. Prints what they got. {@code -Dkiln.hostile.requests} and {@code -Dkiln.hostile.seed}
 * choose others.
 */
@Tag("faults")
@Timeout(1800)
class HostileIT {

  private static final int REQUESTS = Integer.getInteger("kiln.hostile.requests", 10_000);
  private static final long SEED = Long.getLong("kiln.hostile.seed", 1L);
  private static final int WARM_UP = 1000;
  private static final int AT_ONCE = 200;
  private static final long GROWTH = 24L << 20;

  @TempDir private Path directory;
  private final Verdicts verdicts = new Verdicts();
  private final AtomicReference<@Nullable Exception> unsent = new AtomicReference<>();

  @Test
  void eachGetsOneAnswerAndTheProcessStaysAsItWas() throws Exception {
    try (LocalBroker broker = LocalBroker.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(0);
        AppUnderAttack app =
            AppUnderAttack.start(
                directory,
                properties(broker, registry),
                "-Xmx192m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError")) {
      await().atMost(Duration.ofMinutes(3)).until(() -> app.said().contains("Serving "));
      SchemaRegistryClient schemas = SchemaRegistryClient.of(registry.url());
      int id = schemas.register("requests-value", GenerationRequest.getClassSchema());
      Attacks attacks = new Attacks(SEED, id);
      Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
      try (AnswerReader answers =
              AnswerReader.atEnd(
                  client, new AnswerTopics("generated-samples", "generation-failures"), schemas);
          Producer<byte[], byte[]> producer =
              new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
        shoot(producer, answers, attacks, 0, WARM_UP, app);
        AppUnderAttack.Look before = app.look();
        shoot(producer, answers, attacks, WARM_UP, REQUESTS, app);
        AppUnderAttack.Look after = app.look();

        verdicts.assertWhole();
        System.out.printf(
            "%d hostile requests (seed %d): %s%nheap after collection %d KiB, then %d KiB; threads"
                + " %d, then %d%n",
            REQUESTS,
            SEED,
            verdicts.codes(),
            before.usedBytes() >> 10,
            after.usedBytes() >> 10,
            before.threads(),
            after.threads());
        assertThat(after.usedBytes() - before.usedBytes()).isLessThan(GROWTH);
        assertThat(after.threads()).isEqualTo(before.threads());
        assertThat(app.said())
            .doesNotContain("shutting down", "uncaught", "\u001b", "\u0000")
            .doesNotContain("OutOfMemoryError");
      }
    }
  }

  private Properties properties(LocalBroker broker, EmbeddedRegistry registry) {
    Properties p = new Properties();
    p.put("bootstrap.servers", broker.bootstrapServers());
    p.put("schema.registry.url", registry.url().toString());
    p.put("state.dir", directory.resolve("state").toString());
    p.put("kiln.models", Attacks.generators(directory.resolve("models")).toString());
    p.put("kiln.topics.create", "true");
    // On a busy machine a process may stand still for longer than the usual ten seconds.
    p.put("transaction.timeout.ms", "60000");
    return p;
  }

  /** A few at once, so that good and bad ones meet in the engine. */
  private void shoot(
      Producer<byte[], byte[]> producer,
      AnswerReader answers,
      Attacks attacks,
      int from,
      int to,
      AppUnderAttack app) {
    int sent = from;
    long patience = System.nanoTime() + Duration.ofMinutes(25).toNanos();
    while (verdicts.answered() < to) {
      while (sent < to && sent - verdicts.answered() < AT_ONCE) {
        byte[] key = ("k" + sent % 16).getBytes(StandardCharsets.UTF_8);
        var unused =
            producer.send(new ProducerRecord<>("generation-requests", key, attacks.next()));
        sent++;
      }
      List<Answer> some = answers.poll(Duration.ofMillis(100));
      for (Answer answer : some) {
        if (answer instanceof Answer.Sample sample) {
          verdicts.add(sample.value());
        } else if (answer instanceof Answer.Failure failure) {
          verdicts.add(failure.value());
        }
      }
      assertThat(unsent.get()).as("what the producer refused").isNull();
      assertThat(app.isAlive()).as(app.isAlive() ? "" : app.said()).isTrue();
      assertThat(System.nanoTime()).as("%d answered", verdicts.answered()).isLessThan(patience);
    }
  }
}
