package dev.kiln.connect.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.connect.TaskHarness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptSourceTaskTest {

  @TempDir private Path directory;

  @Test
  void readsEveryFormatByItsName() {
    write(
        "a.jsonl", "{\"generator\":\"digits-gan\",\"label\":7}\n\n{\"prompt\":\"a red circle\"}\n");
    write(
        "b.csv",
        """
        generator,label,count,prompt,row.age,row.country
        digits-gan,7,4,,,
        customers-vae,,,,44,DE
        ,,,"a ""big"" circle,
        below",,
        """);
    write("c.txt", "\uFEFFa red circle\r\na blue square");
    write("d.bin", "left alone\n");
    write(".e.txt", "left alone\n");
    try (var task = start(Map.of())) {
      List<SourceRecord> records = task.poll(7);

      assertThat(records).hasSize(7);
      assertThat(records.get(0).key()).isEqualTo("a.jsonl:1");
      assertThat(json(records.get(0)))
          .isEqualTo(json("{'generator':'digits-gan','label':7,'requestId':'a.jsonl:1'}"));
      assertThat(json(records.get(1)))
          .isEqualTo(
              json("{'generator':'shapes','prompt':'a red circle','requestId':'a.jsonl:3'}"));
      assertThat(json(records.get(2)))
          .isEqualTo(
              json("{'generator':'digits-gan','label':'7','count':4,'requestId':'b.csv:2'}"));
      assertThat(json(records.get(3)))
          .isEqualTo(
              json(
                  "{'generator':'customers-vae','row':{'age':44,'country':'DE'},'requestId':'b.csv:3'}"));
      assertThat(json(records.get(4)).get("prompt").asText()).isEqualTo("a \"big\" circle,\nbelow");
      assertThat(json(records.get(5)).get("prompt").asText()).isEqualTo("a red circle");
      assertThat(json(records.get(6)).get("prompt").asText()).isEqualTo("a blue square");
      assertThat(task.poll()).isEmpty();
    }
  }

  @Test
  void badLinesGoToTheirTopicWithTheirPosition() {
    write("a.jsonl", "{\"label\":7}\n{\"colour\":1}\nnot json\n{\"label\":8}\n");
    write("b.csv", "label,count\n1,2,3\n4,many\n5,6\n");
    try (var task = start(Map.of("bad.lines.topic", "bad"))) {
      List<SourceRecord> records = task.poll(7);

      assertThat(records)
          .extracting(SourceRecord::topic)
          .containsExactly("requests", "bad", "bad", "requests", "bad", "bad", "requests");
      assertThat(header(records.get(1), "kiln.error").toString()).contains("colour");
      assertThat(header(records.get(1), "kiln.error.code")).isEqualTo("UNKNOWN_FIELD");
      assertThat(records.get(2).value()).isEqualTo("not json");
      assertThat(header(records.get(2), "kiln.file")).isEqualTo("a.jsonl");
      assertThat(header(records.get(2), "kiln.line")).isEqualTo(3L);
      assertThat(header(records.get(4), "kiln.error").toString())
          .contains("has 3 fields, the header names 2");
      assertThat(header(records.get(5), "kiln.error").toString()).contains("count");
    }
  }

  @Test
  void withoutThatTopicTheTaskFailsAndSaysWhere() {
    write("a.jsonl", "{\"label\":7}\n{\"colour\":1}\n");
    try (var task = start(Map.of())) {
      assertThatThrownBy(task::poll)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("a.jsonl, line 2, is no request: ")
          .hasMessageContaining("bad.lines.topic");
    }
  }

  @Test
  void aRestartGoesOnAtTheNextLineWhereverItWasStopped() {
    var all = new StringBuilder("prompt,seed\n");
    for (int i = 0; i < 40; i++) {
      all.append("\"a red\ncircle, number ").append(i).append("\",").append(i).append('\n');
    }
    write("a.csv", all.toString());
    Map<Map<String, ?>, Map<String, ?>> offsets = Map.of();
    List<Integer> seeds = new ArrayList<>();
    while (seeds.size() < 40) {
      try (var task =
          new TaskHarness(new PromptSourceTask(), settings(Map.of("batch", "3")), offsets)) {
        task.poll(1).forEach(record -> seeds.add(json(record).get("seed").asInt()));
        offsets = task.offsets();
      }
    }
    try (var task = new TaskHarness(new PromptSourceTask(), settings(Map.of()), offsets)) {
      assertThat(task.poll()).isEmpty();
    }

    assertThat(seeds).hasSize(40).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void aTailedLineCountsOnceItsLineBreakIsThere() {
    write("a.txt", "one\ntw");
    try (var task = start(Map.of("files", "tailing", "scan.interval.ms", "1"))) {
      assertThat(task.poll()).hasSize(1);
      assertThat(task.poll()).isEmpty();

      append("a.txt", "o\nthree\n");
      assertThat(task.poll())
          .extracting(record -> json(record).get("prompt").asText())
          .containsExactly("two", "three");
      write("b.txt", "four\n");
      assertThat(task.poll(1)).hasSize(1);
    }
  }

  @Test
  void aFinishedFileMustNotChange() {
    write("a.txt", "one\ntwo");
    try (var task = start(Map.of())) {
      assertThat(task.poll()).hasSize(2);
      append("a.txt", " and a half\n");
      assertThatThrownBy(task::poll).hasMessageContaining("was finished with 7 bytes and has 19");
      write("a.txt", "new");
      assertThatThrownBy(task::poll).hasMessageContaining("a file must not shrink");
    }
  }

  @Test
  void aLineThatIsTooLongOrNotTextIsBad() throws IOException {
    write("a.txt", "x".repeat(5_000) + "\nfine\n");
    Files.write(directory.resolve("b.txt"), new byte[] {(byte) 0xff, '\n', 'o', 'k', '\n'});
    write("c.csv", "prompt\n\"open\nfine\n");
    try (var task = start(Map.of("bad.lines.topic", "bad", "max.line.bytes", "1000"))) {
      List<SourceRecord> records = task.poll(6);

      assertThat(records)
          .extracting(SourceRecord::topic)
          .containsExactly("bad", "requests", "bad", "requests", "bad", "requests");
      assertThat(header(records.get(0), "kiln.error"))
          .isEqualTo("The line has more than 1000 bytes.");
      assertThat(header(records.get(2), "kiln.error")).isEqualTo("The line is not UTF-8.");
      assertThat(header(records.get(4), "kiln.error"))
          .isEqualTo("A quote is opened and not closed.");
    }
  }

  @Test
  void tasksShareTheFiles() {
    for (int i = 0; i < 20; i++) {
      write("f" + i + ".txt", "prompt " + i + "\n");
    }
    List<Object> prompts = new ArrayList<>();
    for (String index : List.of("0", "1", "2")) {
      try (var task = start(Map.of("task.index", index, "task.count", "3"))) {
        List<SourceRecord> records = task.poll();
        assertThat(records).isNotEmpty();
        records.forEach(record -> prompts.add(json(record).get("prompt").asText()));
      }
    }

    assertThat(prompts).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void aKeyCanBeTheFileOrTheRequest() {
    write("a.jsonl", "{\"label\":7,\"requestId\":\"mine\"}\n");
    try (var task = start(Map.of("key", "file"))) {
      assertThat(task.poll().get(0).key()).isEqualTo("a.jsonl");
    }
    try (var task = start(Map.of("key", "request"))) {
      assertThat(task.poll().get(0).key()).isEqualTo("mine");
    }
  }

  private TaskHarness start(Map<String, String> more) {
    return new TaskHarness(new PromptSourceTask(), settings(more), Map.of());
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings = new HashMap<>();
    settings.put("directory", directory.toString());
    settings.put("topic", "requests");
    settings.put("generator", "shapes");
    settings.putAll(more);
    return settings;
  }

  private void write(String file, String text) {
    try {
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String file, String text) {
    try {
      Files.writeString(
          directory.resolve(file), text, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object header(SourceRecord record, String name) {
    return record.headers().lastWithName(name).value();
  }

  private static JsonNode json(SourceRecord record) {
    return json(record.value().toString());
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text.startsWith("{'") ? text.replace('\'', '"') : text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
