package dev.kiln.connect.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.connect.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.runtime.rest.entities.ConfigInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.util.clusters.EmbeddedConnectCluster;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator does with a connector over its life, over REST, in an embedded cluster. */
class LifecycleIT {

  private static final String TEXT = "org.apache.kafka.connect.storage.StringConverter";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path directory;

  private static EmbeddedConnectCluster connect;

  @BeforeAll
  static void start() {
    Map<String, String> worker =
        Map.of("exactly.once.source.support", "enabled", "offset.flush.interval.ms", "500");
    connect =
        new EmbeddedConnectCluster.Builder()
            .name("kiln")
            .numWorkers(1)
            .numBrokers(1)
            .brokerProps(Broker.settings())
            .workerProps(new HashMap<>(worker))
            .build();
    connect.start();
  }

  @AfterAll
  static void stop() {
    connect.stop();
  }

  @Test
  void aSourceOfRowsWithFilledGapsLivesAndRepeatsItselfAfterAReset() {
    connect.kafka().createTopic("rows", 1);
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "connector.class", "dev.kiln.connect.generator.GeneratorSourceConnector",
                "tasks.max", "1",
                "models", Models.DIRECTORY.toString(),
                "generator", Models.ROWS,
                "topic", "rows",
                "rate", "200",
                "transforms", "fill",
                "transforms.fill.type", "dev.kiln.connect.transform.Impute$Value",
                "transforms.fill.models", Models.DIRECTORY.toString(),
                "transforms.fill.generator", Models.ROWS));
    connect.configureConnector("rows", settings);
    awaitRunning("rows");
    List<ConsumerRecord<byte[], byte[]>> first = read("rows", 300);
    assertThat(first).anyMatch(record -> record.headers().lastHeader("kiln.imputed") != null);

    pauseAndResume("rows");
    settings.put("rate", "400");
    connect.configureConnector("rows", settings);
    awaitRunning("rows");
    awaitMore("rows");

    connect.stopConnector("rows");
    awaitState("rows", "STOPPED");
    connect.resetConnectorOffsets("rows");
    connect.resumeConnector("rows");
    awaitRunning("rows");
    List<ConsumerRecord<byte[], byte[]>> sevens =
        Broker.read(
                connect.kafka().bootstrapServers(),
                "rows",
                records -> records.stream().filter(r -> number(r) == 7).count() == 2)
            .stream()
            .filter(record -> number(record) == 7)
            .toList();
    assertThat(sevens).hasSize(2);
    assertThat(sevens.get(1).value()).isEqualTo(sevens.get(0).value());
    remove("rows");
  }

  @Test
  void aSourceOfPromptsLivesAndReadsAgainAfterAReset() throws IOException {
    Path inbox = Files.createDirectories(directory.resolve("inbox"));
    Files.writeString(inbox.resolve("a.txt"), "a red circle\na blue square\n");
    connect.kafka().createTopic("prompts", 1);
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "connector.class", "dev.kiln.connect.prompt.PromptSourceConnector",
                "tasks.max", "1",
                "directory", inbox.toString(),
                "generator", "shapes",
                "topic", "prompts",
                "value.converter", TEXT));
    connect.configureConnector("prompts", settings);
    awaitRunning("prompts");
    assertThat(read("prompts", 2)).hasSize(2);

    pauseAndResume("prompts");
    settings.put("generator", "other");
    connect.configureConnector("prompts", settings);
    awaitRunning("prompts");
    Files.writeString(inbox.resolve("b.txt"), "a green triangle\n");
    assertThat(text(read("prompts", 3).get(2))).contains("other").contains("a green triangle");

    connect.stopConnector("prompts");
    awaitState("prompts", "STOPPED");
    connect.resetConnectorOffsets("prompts");
    connect.resumeConnector("prompts");
    assertThat(read("prompts", 6)).hasSize(6);
    remove("prompts");
  }

  @Test
  void aSinkLivesReportsWhatItCannotWriteAndWritesAgainAfterAReset() {
    Path files = directory.resolve("files");
    Map<String, String> settings = new HashMap<>();
    settings.put("connector.class", "dev.kiln.connect.files.SampleSinkConnector");
    settings.put("tasks.max", "1");
    settings.put("topics", "texts");
    settings.put("store", "dir:" + files);
    settings.put("path", "{partition}-{offset}.{ext}");
    settings.put("format", "jsonl");
    settings.put("rows.per.file", "2");
    settings.put("key.converter", TEXT);
    settings.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
    settings.put("value.converter.schemas.enable", "false");
    settings.put("errors.tolerance", "all");
    settings.put("errors.deadletterqueue.topic.name", "texts-dead");
    settings.put("errors.deadletterqueue.topic.replication.factor", "1");
    settings.put("errors.deadletterqueue.context.headers.enable", "true");
    connect.kafka().createTopic("texts", 1);
    for (String value : List.of("{\"n\":1}", "5", "{\"n\":3}", "{\"n\":4}")) {
      connect.kafka().produce("texts", value);
    }
    connect.configureConnector("texts", settings);
    awaitRunning("texts");
    awaitFile(files.resolve("0-2.jsonl"), "{\"n\":3}\n{\"n\":4}\n");
    awaitFile(files.resolve("0-0.jsonl"), "{\"n\":1}\n");
    ConsumerRecord<byte[], byte[]> dead = read("texts-dead", 1).get(0);
    assertThat(text(dead)).isEqualTo("5");
    assertThat(header(dead, "__connect.errors.exception.message"))
        .isEqualTo(
            "texts-0, offset 1: A sample must be a struct, a map or bytes, the value is Long");
    assertThat(header(dead, "__connect.errors.offset")).isEqualTo("1");

    connect.pauseConnector("texts");
    awaitState("texts", "PAUSED");
    connect.resumeConnector("texts");
    awaitRunning("texts");
    settings.put("path", "again/{partition}-{offset}.{ext}");
    connect.configureConnector("texts", settings);
    awaitRunning("texts");
    connect.stopConnector("texts");
    awaitState("texts", "STOPPED");
    connect.alterSinkConnectorOffset("texts", new TopicPartition("texts", 0), 2L);
    connect.resumeConnector("texts");
    awaitRunning("texts");
    awaitFile(files.resolve("again/0-2.jsonl"), "{\"n\":3}\n{\"n\":4}\n");
    connect.stopConnector("texts");
    awaitState("texts", "STOPPED");
    connect.resetConnectorOffsets("texts");
    connect.resumeConnector("texts");
    awaitFile(files.resolve("again/0-0.jsonl"), "{\"n\":1}\n");
    remove("texts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "generator.GeneratorSourceConnector; generator; gone; is not in the directory",
        "generator.GeneratorSourceConnector; rate; -1; must be a number that is at least 0",
        "generator.GeneratorSourceConnector; conditions; colour=red; takes no",
        "generator.GeneratorSourceConnector; transforms.t.generator; gone; is not in the directory",
        "prompt.PromptSourceConnector; directory; /no/such/place; must be a directory",
        "files.SampleSinkConnector; store; dir:/etc/hostname/x; that can be written to",
        "files.SampleSinkConnector; path; {colour}; there are day, ext",
      })
  void aWrongConfigurationIsSaidByValidationOverRest(
      String type, String key, String given, String message) {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", "wrong");
    settings.put("connector.class", "dev.kiln.connect." + type);
    settings.put("models", Models.DIRECTORY.toString());
    settings.put("generator", Models.DIGITS);
    settings.put("topic", "t");
    settings.put("directory", directory.toString());
    settings.put("store", "dir:" + directory);
    if (type.startsWith("files")) {
      settings.put("topics", "t");
    }
    if (key.startsWith("transforms")) {
      settings.put("transforms", "t");
      settings.put("transforms.t.type", "dev.kiln.connect.transform.Generate$Value");
      settings.put("transforms.t.models", Models.DIRECTORY.toString());
    }
    settings.put(key, given);
    List<ConfigInfo> infos =
        connect.validateConnectorConfig(type.substring(type.indexOf('.') + 1), settings).configs();

    List<String> errors =
        infos.stream()
            .filter(info -> info.configValue().name().equals(key))
            .flatMap(info -> info.configValue().errors().stream())
            .toList();
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains(given).contains(message);
  }

  private static void pauseAndResume(String name) {
    connect.pauseConnector(name);
    awaitState(name, "PAUSED");
    connect.resumeConnector(name);
    awaitRunning(name);
  }

  private static void remove(String name) {
    connect.deleteConnector(name);
    Awaitility.await().atMost(PATIENCE).until(() -> !connect.connectors().contains(name));
  }

  private static void awaitRunning(String name) {
    awaitState(name, "RUNNING");
    Awaitility.await(name + " has a task")
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> !connect.connectorStatus(name).tasks().isEmpty());
  }

  private static void awaitState(String name, String state) {
    Awaitility.await(name + " is " + state)
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              ConnectorStateInfo status = connect.connectorStatus(name);
              return status.connector().state().equals(state)
                  && status.tasks().stream().allMatch(task -> task.state().equals(state));
            });
  }

  private static void awaitMore(String topic) {
    int now = read(topic, 1).size();
    assertThat(read(topic, now + 100)).hasSizeGreaterThanOrEqualTo(now + 100);
  }

  private static void awaitFile(Path file, String content) {
    Awaitility.await(file.toString())
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(file).hasContent(content));
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
    return Broker.read(
        connect.kafka().bootstrapServers(), topic, records -> records.size() >= count);
  }

  private static long number(ConsumerRecord<byte[], byte[]> record) {
    return Long.parseLong(header(record, "kiln.number"));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), UTF_8);
  }
}
