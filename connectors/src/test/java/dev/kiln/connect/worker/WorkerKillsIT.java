package dev.kiln.connect.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kills of an unmodified worker that runs both sources and the sink: no gap and no duplicate under
 * read_committed, one file a record with the right bytes.
 */
@Tag("faults")
class WorkerKillsIT {

  private static final Logger LOG = LoggerFactory.getLogger(WorkerKillsIT.class);

  @TempDir Path directory;

  @Test
  void manyKillsLoseAndDoubleNothing() throws Exception {
    killAndCheck(Integer.getInteger("kiln.worker.kills", 10));
  }

  private void killAndCheck(int kills) throws Exception {
    try (var broker = new Broker()) {
      Path plugins = PluginArchive.unpackTo(directory.resolve("plugins"));
      var killed =
          new KilledWorker(
              broker, plugins, directory.resolve("run"), Long.getLong("kiln.worker.seed", 7));
      int met = killed.run(kills);

      int drawn = checkDrawn(broker);
      checkPrompts(broker, killed.lines());
      checkFiles(broker, killed);
      assertThat(met).isEqualTo(kills);
      LOG.info(
          "{} kills: {} samples drawn, {} lines read, {} files written; no gap, no duplicate.",
          kills,
          drawn,
          killed.lines(),
          killed.samples());
    }
  }

  /** The samples of each shard are numbered without gap or duplicate. */
  private static int checkDrawn(Broker broker) {
    List<ConsumerRecord<byte[], byte[]>> records =
        broker.read(KilledWorker.DRAWN, KilledWorker.RATE);
    Map<Long, List<Long>> shards = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.readToEnd(KilledWorker.DRAWN)) {
      long number = Long.parseLong(text(record.headers().lastHeader("kiln.number").value()));
      shards.computeIfAbsent(number % 4, s -> new ArrayList<>()).add(number);
    }
    assertThat(records).isNotEmpty();
    assertThat(shards).hasSize(4);
    shards.forEach(
        (shard, numbers) ->
            assertThat(numbers.stream().sorted())
                .as("shard %d", shard)
                .containsExactlyElementsOf(
                    LongStream.range(0, numbers.size()).map(i -> i * 4 + shard).boxed().toList()));
    return shards.values().stream().mapToInt(List::size).sum();
  }

  private static void checkPrompts(Broker broker, int lines) throws IOException {
    var json = new ObjectMapper();
    List<String> prompts = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.readToEnd(KilledWorker.PROMPTS)) {
      prompts.add(json.readTree(record.value()).get("prompt").asText());
    }
    assertThat(prompts)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, lines).mapToObj(i -> "a red circle number " + i).toList());
  }

  private static void checkFiles(Broker broker, KilledWorker killed) throws IOException {
    Map<String, ByteBuffer> expected = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.readToEnd(KilledWorker.SAMPLES)) {
      expected.put(
          record.partition() + "-" + record.offset() + ".png", ByteBuffer.wrap(record.value()));
    }
    Map<String, ByteBuffer> found = new HashMap<>();
    try (Stream<Path> files = Files.list(killed.files())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        found.put(String.valueOf(file.getFileName()), ByteBuffer.wrap(Files.readAllBytes(file)));
      }
    }
    assertThat(expected).hasSize(killed.samples());
    assertThat(found).isEqualTo(expected);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
