package dev.kiln.streams.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.streams.broker.LocalBroker;
import dev.kiln.streams.client.Answer;
import dev.kiln.streams.client.AnswerReader;
import dev.kiln.streams.client.AnswerTopics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The app as a process, with secrets that can be told apart, at Kiln's finest log level: with
 * passwords and addresses that are wrong in many ways, and at work.
 */
@Timeout(600)
class SecretsIT {

  private static final String MARK = "MARK";

  @TempDir private Path directory;

  @Test
  void aConfigurationThatDoesNotWorkTellsNoSecret() throws Exception {
    List<Properties> wrong = new ArrayList<>();
    wrong.add(
        with(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\""
                + " password=\"MARK-jaas\";"));
    wrong.add(
        with(
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.plain.PlainLoginModule password=\"MARK-torn\"MARK-more"));
    wrong.add(
        with(
            "security.protocol",
            "SSL",
            "ssl.keystore.location",
            "/no/such/keystore",
            "ssl.keystore.password",
            "MARK-store",
            "ssl.key.password",
            "MARK-key"));
    wrong.add(with("schema.registry.url", "http://kiln:MARK-url@local host:8081"));
    wrong.add(with("schema.registry.url", "kiln:MARK-bare@localhost:8081"));
    wrong.add(
        with(
            "schema.registry.url",
            "http://localhost:1",
            "basic.auth.credentials.source",
            "USER_INFO",
            "basic.auth.user.info",
            "MARK-info"));
    for (int i = 0; i < wrong.size(); i++) {
      Path own = Files.createDirectory(directory.resolve("wrong-" + i));
      try (AppUnderAttack app =
          AppUnderAttack.start(own, wrong.get(i), "-Xmx128m", "-XX:TieredStopAtLevel=1")) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !app.isAlive());
        assertThat(app.said()).as("case %d", i).contains("kiln run: ").doesNotContain(MARK);
      }
    }
  }

  @Test
  void anAppAtWorkTellsNoSecret() throws Exception {
    try (LocalBroker broker = LocalBroker.start();
        EmbeddedRegistry registry = EmbeddedRegistry.start(0)) {
      Properties properties =
          with(
              "bootstrap.servers",
              broker.bootstrapServers(),
              "schema.registry.url",
              withUser(registry.url()),
              "kiln.topics.create",
              "true",
              "ssl.key.password",
              "MARK-key",
              "bearer.auth.token",
              "MARK-token");
      try (AppUnderAttack app =
          AppUnderAttack.start(directory, properties, "-Xmx192m", "-XX:TieredStopAtLevel=1")) {
        await().atMost(Duration.ofMinutes(3)).until(() -> app.said().contains("Serving "));
        GenerationFailure failure = ask(broker, registry, "{\"generator\":\"nobody\"}");
        assertThat(failure.toString()).contains("nobody").doesNotContain(MARK);
        assertThat(app.said()).doesNotContain(MARK);
      }
    }
  }

  private static GenerationFailure ask(LocalBroker broker, EmbeddedRegistry registry, String json) {
    Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (AnswerReader answers =
            AnswerReader.atEnd(
                client,
                new AnswerTopics("generated-samples", "generation-failures"),
                SchemaRegistryClient.of(registry.url()));
        Producer<byte[], byte[]> producer =
            new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  "generation-requests", new byte[1], json.getBytes(StandardCharsets.UTF_8)));
      List<Answer> got = new ArrayList<>();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> got.addAll(answers.poll(Duration.ofMillis(200))));
      return ((Answer.Failure) got.get(0)).value();
    }
  }

  private static String withUser(URI url) {
    return url.toString().replace("http://", "http://kiln:MARK-password@");
  }

  private Properties with(String... namesAndValues) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", "localhost:1");
    properties.put("kiln.start.timeout.ms", "2000");
    properties.put("state.dir", directory.resolve("state").toString());
    properties.put("kiln.models", Attacks.generators(directory.resolve("models")).toString());
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }
}
