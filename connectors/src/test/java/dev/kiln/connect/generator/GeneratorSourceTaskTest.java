package dev.kiln.connect.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.kiln.connect.Models;
import dev.kiln.connect.TaskHarness;
import dev.kiln.connect.sample.SampleSchema;
import dev.kiln.connect.session.Sessions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class GeneratorSourceTaskTest {

  private static final Map<String, String> DIGITS =
      Map.of(
          "name", "digits",
          "models", Models.DIRECTORY.toString(),
          "generator", Models.DIGITS,
          "conditions", "label=*",
          "key", "label",
          "topic", "samples",
          "total", "40",
          "task.shards", "0,1,2,3");

  @Test
  void samplesComeInTheOrderOfTheirNumbers() {
    try (var task = start(DIGITS, Map.of())) {
      List<SourceRecord> records = task.poll(40);

      assertThat(records).extracting(GeneratorSourceTaskTest::number).isEqualTo(numbers(0, 40));
      assertThat(records.get(13).key()).isEqualTo("3");
      Struct value = (Struct) records.get(13).value();
      assertThat(value.get(SampleSchema.LABEL)).isEqualTo("3");
      assertThat(value.get(SampleSchema.REQUEST_ID)).isEqualTo("digits-13");
      assertThat(value.get(SampleSchema.ENCODING)).isEqualTo("png");
      assertThat(value.getBytes(SampleSchema.DATA)).startsWith(0x89, 'P', 'N', 'G');
      assertThat(task.poll()).as("after the total").isEmpty();
    }
  }

  @Test
  void aRestartContinuesWithTheSamplesThatWouldHaveCome() {
    Map<Long, ByteBuffer> whole = new HashMap<>();
    try (var task = start(DIGITS, Map.of())) {
      task.poll(40).forEach(r -> whole.put(number(r), data(r)));
    }

    Map<Long, ByteBuffer> pieces = new HashMap<>();
    Map<Map<String, ?>, Map<String, ?>> offsets = Map.of();
    while (pieces.size() < 40) {
      try (var task = start(with(DIGITS, "batch", "7"), offsets)) {
        task.poll(1).forEach(r -> assertThat(pieces.put(number(r), data(r))).isNull());
        offsets = task.offsets();
      }
    }

    assertThat(pieces).isEqualTo(whole);
  }

  @Test
  void tasksShareTheSequenceWithoutGapOrDuplicate() {
    var connector = new GeneratorSourceConnector();
    List<Long> numbers = new ArrayList<>();
    Map<String, String> settings = new HashMap<>(DIGITS);
    settings.remove("task.shards");

    for (Map<String, String> task : configs(connector, settings, 3)) {
      try (var harness = start(task, Map.of())) {
        int expected = 10 * task.getOrDefault("task.shards", "").split(",", -1).length;
        harness.poll(expected).forEach(record -> numbers.add(number(record)));
      }
    }

    assertThat(numbers).containsExactlyInAnyOrderElementsOf(numbers(0, 40));
  }

  @Test
  void rowsHaveTheColumnsInTheirTypes() {
    Map<String, String> rows =
        Map.of(
            "models", Models.DIRECTORY.toString(),
            "generator", Models.ROWS,
            "conditions", "country=DE, plan=pro",
            "key", "country",
            "topic", "customers");
    try (var task = start(rows, Map.of())) {
      SourceRecord record = task.poll(1).get(0);

      assertThat(record.key()).isEqualTo("DE");
      Struct row = (Struct) record.value();
      assertThat(row.schema().name()).isEqualTo("dev.kiln.rows.customers_vae");
      assertThat(row.get("country")).isEqualTo("DE");
      assertThat(row.get("plan")).isEqualTo("pro");
      assertThat(row.schema().field("age").schema()).isEqualTo(Schema.OPTIONAL_INT64_SCHEMA);
      assertThat(row.schema().field("income").schema()).isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
      assertThat(row.schema().field("newsletter").schema().type()).isEqualTo(Schema.Type.BOOLEAN);
    }
  }

  @Test
  void bytesAreTheTensorAloneAndHeadersSayWhereItCameFrom() {
    Map<String, String> raw = with(with(DIGITS, "value", "bytes"), "encoding", "raw");
    try (var task = start(raw, Map.of())) {
      SourceRecord record = task.poll(1).get(0);

      assertThat((byte[]) record.value()).hasSize(28 * 28 * Float.BYTES);
      assertThat(record.headers())
          .extracting(header -> entry(header.key(), header.value()))
          .contains(entry("kiln.generator", "digits-gan/1"), entry("kiln.number", 0L));
    }
  }

  @Test
  void allTasksOfAWorkerShareOneNetworkUntilTheLastStops() {
    int before = Sessions.ofWorker().loaded();
    try (var one = start(DIGITS, Map.of());
        var two = start(DIGITS, Map.of())) {
      assertThat(Sessions.ofWorker().loaded()).isEqualTo(before + 1);
      assertThat(one.poll(1)).isNotEmpty();
      assertThat(two.poll(1)).isNotEmpty();
    }
    assertThat(Sessions.ofWorker().loaded()).isEqualTo(before);
  }

  private static List<Map<String, String>> configs(
      GeneratorSourceConnector connector, Map<String, String> settings, int tasks) {
    connector.initialize(new FixedOffsets());
    connector.start(settings);
    return connector.taskConfigs(tasks);
  }

  private static TaskHarness start(
      Map<String, String> settings, Map<Map<String, ?>, Map<String, ?>> offsets) {
    return new TaskHarness(new GeneratorSourceTask(), settings, offsets);
  }

  private static Map<String, String> with(Map<String, String> settings, String key, String value) {
    Map<String, String> more = new HashMap<>(settings);
    more.put(key, value);
    return more;
  }

  private static long number(SourceRecord record) {
    return (long) record.headers().lastWithName("kiln.number").value();
  }

  private static ByteBuffer data(SourceRecord record) {
    return ByteBuffer.wrap(((Struct) record.value()).getBytes(SampleSchema.DATA));
  }

  private static List<Long> numbers(int from, int to) {
    return IntStream.range(from, to).mapToObj(Long::valueOf).collect(Collectors.toList());
  }
}
