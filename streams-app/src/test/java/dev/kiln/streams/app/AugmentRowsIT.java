package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.output.RowJson;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.row.RowCodec;
import dev.kiln.streams.augment.AugmentApp;
import dev.kiln.streams.augment.AugmentConfig;
import dev.kiln.streams.augment.Augmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream of a table's rows with too few of a class, topped up through a broker. */
class AugmentRowsIT {

  private static final int COMMON = 380;
  private static final int RARE = 40;
  private static final double TARGET = 0.3;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @Test
  void aRareClassOfRowsComesOutAtItsShare() throws Exception {
    Path models = copy(Path.of("..", "models", "customers-vae"));
    try (var cluster = new Cluster()) {
      Properties properties = cluster.properties("rows", directory.resolve("state"));
      properties.put("kiln.models", models.toString());
      KilnConfig kiln = new KilnConfig(properties);
      try (Engine engine = Engine.open(models);
          KilnApp app = new KilnApp(kiln, new EngineGeneration(engine));
          AugmentApp augment = new AugmentApp(kiln, config(), engine.generators())) {
        app.start();
        augment.start();
        assertThat(augment.awaitRunning(PATIENCE)).isTrue();
        for (String row : stream(engine)) {
          cluster.send("customers", "customer", row);
        }
        cluster.flush();

        await().atMost(PATIENCE).until(() -> share(rows(cluster)) > TARGET - 0.01);
        assertThat(cluster.failures("rows")).isEmpty();
      }

      List<ConsumerRecord<byte[], byte[]>> out = rows(cluster);
      assertThat(out).filteredOn(record -> !isSynthetic(record)).hasSize(COMMON + RARE);
      assertThat(share(out)).isEqualTo(TARGET, within(0.02));
      assertThat(out)
          .filteredOn(AugmentRowsIT::isSynthetic)
          .isNotEmpty()
          .allSatisfy(
              record -> {
                JsonNode row = json(record);
                assertThat(row.size()).isEqualTo(9);
                assertThat(row.get("churned").asBoolean()).isTrue();
                assertThat(row.get("spend").isNumber()).isTrue();
              });
    }
  }

  /** As the guide to augmentation has it. */
  private static AugmentConfig config() {
    return new AugmentConfig(
        Map.of(
            AugmentConfig.NAME, "top-up",
            AugmentConfig.INPUT, "customers-requests",
            AugmentConfig.OUTPUT, "customers-augmented",
            AugmentConfig.LABEL, "json:churned",
            AugmentConfig.GENERATOR, "customers-vae",
            AugmentConfig.CONDITION, "churned",
            AugmentConfig.TARGETS, "true:" + TARGET));
  }

  /** Rows with the rare class here and there among the others. */
  private static List<String> stream(Engine engine) throws Exception {
    List<String> common = drawn(engine, false, COMMON);
    List<String> rare = drawn(engine, true, RARE);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < COMMON; i++) {
      all.add(common.get(i));
      if (i % (COMMON / RARE) == 0 && all.size() - i <= RARE) {
        all.add(rare.get(all.size() - i - 1));
      }
    }
    return all;
  }

  private static List<String> drawn(Engine engine, boolean churned, int count) throws Exception {
    Map<String, Object> given = Map.of("churned", churned);
    RowCodec codec = RowCodec.of(engine.generators().get(0).sample());
    List<String> rows = new ArrayList<>();
    for (int drawn = 0; drawn < count; drawn += 20) {
      GenerationSpec spec =
          GenerationSpec.of("customers-vae").withRow(given).withCount(20).withSeed(drawn);
      Generated made = (Generated) engine.submit(spec).outcome().get();
      made.samples().forEach(sample -> rows.add(RowJson.write(codec.decode(sample, given))));
    }
    return rows;
  }

  private static List<ConsumerRecord<byte[], byte[]>> rows(Cluster cluster) {
    return cluster.committed("customers-augmented");
  }

  private static double share(List<ConsumerRecord<byte[], byte[]>> rows) {
    long churned = rows.stream().filter(row -> json(row).get("churned").asBoolean()).count();
    return churned / (double) Math.max(rows.size(), COMMON + RARE);
  }

  private static boolean isSynthetic(ConsumerRecord<byte[], byte[]> record) {
    return record.headers().lastHeader(Augmentation.SYNTHETIC) != null;
  }

  private static JsonNode json(ConsumerRecord<byte[], byte[]> record) {
    try {
      return JSON.readTree(new String(record.value(), UTF_8));
    } catch (IOException e) {
      throw new AssertionError("a record is no JSON", e);
    }
  }

  private Path copy(Path generator) throws IOException {
    Path models = directory.resolve("models");
    try (Stream<Path> files = Files.walk(generator)) {
      for (Path file : files.toList()) {
        Path target =
            models.resolve(generator.getFileName()).resolve(generator.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return models;
  }
}
