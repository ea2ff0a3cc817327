package dev.kiln.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.connect.Models;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
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
