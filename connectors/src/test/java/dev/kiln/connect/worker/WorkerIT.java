package dev.kiln.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.connect.Models;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.schemas.wire.AvroDeserializer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified workers from Kafka's jars, with the unpacked archive in their plugin.path. */
class WorkerIT {

  @TempDir static Path directory;

  private static Broker broker;
  private static Path plugins;

  @BeforeAll
  static void unpack() {
    broker = new Broker();
    plugins = PluginArchive.unpackTo(directory.resolve("plugins"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void aDistributedWorkerListsAllPluginsAndRunsThem() {
    Map<String, String> settings = settings("connect-distributed.properties");
    List.of("config", "offset", "status")
        .forEach(topic -> settings.put(topic + ".storage.replication.factor", "1"));
    try (var worker = WorkerProcess.distributed(directory.resolve("distributed"), settings)) {
      JsonNode plugins = worker.get("/connector-plugins?connectorsOnly=false").body();
      assertThat(plugins.findValuesAsText("class"))
          .contains(
              "dev.kiln.connect.avro.AvroConverter",
              "dev.kiln.connect.generator.GeneratorSourceConnector",
              "dev.kiln.connect.prompt.PromptSourceConnector",
              "dev.kiln.connect.files.SampleSinkConnector",
              "dev.kiln.connect.transform.Generate$Key",
              "dev.kiln.connect.transform.Generate$Value",
              "dev.kiln.connect.transform.Impute$Key",
              "dev.kiln.connect.transform.Impute$Value");
      plugins.forEach(
          plugin -> {
            if (plugin.get("class").asText().startsWith("dev.kiln.")) {
              assertThat(plugin.get("version").asText()).as("%s", plugin).matches("\\d+\\..*");
            }
          });

      var created =
          worker.put("/connectors/customers/config", example("generator-source-rows.json"));
      assertThat(created.status()).as("%s", created.body()).isEqualTo(201);
      List<ConsumerRecord<byte[], byte[]>> rows = broker.read("customers", 20);
      assertThat(rows).hasSizeGreaterThanOrEqualTo(20);
      assertThat(new String(rows.get(0).key(), StandardCharsets.UTF_8)).isIn("DE", "AT");
    }
  }

  @Test
  void aStandaloneWorkerRunsAConnectorFromItsExample() {
    Map<String, String> settings = settings("connect-standalone.properties");
    settings.put("offset.storage.file.filename", directory.resolve("offsets").toString());
    Path connector =
        Examples.write(
            example("generator-source.properties"), directory.resolve("digits.properties"));
    try (var worker =
        WorkerProcess.standalone(directory.resolve("standalone"), settings, List.of(connector))) {
      List<ConsumerRecord<byte[], byte[]>> digits = broker.read("digits", 10);

      assertThat(digits).hasSizeGreaterThanOrEqualTo(10);
      assertThat(digits.get(0).headers().lastHeader("kiln.generator").value())
          .asString()
          .isEqualTo("digits-gan/1");
      assertThat(worker.get("/connectors/digits/status").body().at("/connector/state").asText())
          .isEqualTo("RUNNING");
    }
  }

  @Test
  void samplesGoThroughTheConverterThereAndBack() throws IOException {
    try (var registry = EmbeddedRegistry.start(0)) {
      Map<String, String> converter =
          Map.of(
              "value.converter",
              "dev.kiln.connect.avro.AvroConverter",
              "value.converter.schema.registry.url",
              registry.url().toString());
      Map<String, String> source = example("generator-source.properties");
      source.putAll(Map.of("name", "to-avro", "topic", "avro-digits"));
      source.putAll(converter);
      Path pictures = directory.resolve("pictures");
      Map<String, String> sink = new HashMap<>(converter);
      sink.putAll(
          Map.of(
              "name", "from-avro",
              "connector.class", "dev.kiln.connect.files.SampleSinkConnector",
              "topics", "avro-digits",
              "store", "dir:" + pictures,
              "path", "{generator}/{partition}-{offset}.png"));
      Map<String, String> settings = settings("connect-standalone.properties");
      settings.put("offset.storage.file.filename", directory.resolve("avro-offsets").toString());
      List<Path> connectors =
          List.of(
              Examples.write(source, directory.resolve("to-avro.properties")),
              Examples.write(sink, directory.resolve("from-avro.properties")));
      try (var worker = WorkerProcess.standalone(directory.resolve("avro"), settings, connectors);
          var reader =
              new AvroDeserializer<GenericRecord>(SchemaRegistryClient.of(registry.url()))) {
        ConsumerRecord<byte[], byte[]> first = broker.read("avro-digits", 1).get(0);

        GenericRecord sample =
            Objects.requireNonNull(reader.deserialize("avro-digits", first.value()));
        assertThat(sample.get("generator")).hasToString("digits-gan");
        assertThat(sample.get("data")).isInstanceOf(ByteBuffer.class);
        Path picture =
            pictures
                .resolve("digits-gan")
                .resolve(first.partition() + "-" + first.offset() + ".png");
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(() -> assertThat(picture).isNotEmptyFile());
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isEqualTo(28);
        assertThat(worker.get("/connectors/from-avro/status").body().at("/tasks/0/state").asText())
            .isEqualTo("RUNNING");
      }
    }
  }

  private static Map<String, String> settings(String example) {
    Map<String, String> settings =
        new HashMap<>(Examples.read(Examples.DIRECTORY.resolve(example)));
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("plugin.path", plugins.toString());
    return settings;
  }

  private static Map<String, String> example(String file) {
    Map<String, String> settings = new HashMap<>(Examples.read(Examples.DIRECTORY.resolve(file)));
    settings.put("models", Models.DIRECTORY.toString());
    return settings;
  }
}
