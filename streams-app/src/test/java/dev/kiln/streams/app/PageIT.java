package dev.kiln.streams.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.engine.TestGenerators;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.wire.AvroSerde;
import dev.kiln.streams.http.Visitor;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page's server, as a browser asks it. */
@Timeout(120)
class PageIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String SCRIPT = "<script>alert(1)</script>";

  @TempDir private static Path directory;
  private static PageRig rig;

  @BeforeAll
  static void start() throws Exception {
    Path models = TestGenerators.write(directory.resolve("models"));
    TestGenerators.writePrompted(models);
    TestGenerators.writeRows(models);
    rig = new PageRig(models, directory);
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @Test
  void aRequestGoesThroughKafkaAndItsSamplesComeBackAsPictures() throws Exception {
    String id =
        ask("{\"generator\":\"tiny-ddpm\",\"label\":\"3\",\"count\":3,\"seed\":\"7\",\"steps\":5}");
    List<JsonNode> samples = answers(id, 3);

    assertThat(samples).extracting(sample -> sample.path("index").asInt()).containsExactly(0, 1, 2);
    JsonNode first = samples.get(0);
    assertThat(first.path("seed").asText()).isEqualTo("7");
    assertThat(first.path("steps").asInt()).isEqualTo(5);
    assertThat(first.path("className").asText()).isEqualTo("3");
    assertThat(first.path("hash").asText()).hasSize(64);
    assertThat(rig.cluster().samples(PageRig.NAME))
        .as("on the topic")
        .anyMatch(sample -> sample.getRequestId().equals(id));
    URL picture = rig.link().resolve("/api/pictures/" + first.path("id").asText()).toURL();
    assertThat(ImageIO.read(picture).getWidth()).isEqualTo(4);
  }

  @Test
  void anotherServerReadsBackWhatIsOnTheTopics() throws Exception {
    String good = ask("{\"generator\":\"tiny-gan\",\"label\":1,\"count\":1}");
    String bad = ask("{\"generator\":\"tiny-gan\",\"label\":1,\"count\":0}");
    answers(good, 1);
    answers(bad, 1);

    rig.restartPage();

    assertThat(answers(good, 1).get(0).path("kind").asText()).isEqualTo("image");
    assertThat(answers(bad, 1).get(0).path("code").asText()).isEqualTo("BAD_COUNT");
  }

  @Test
  void aFailureComesWithItsSentenceAndWhatStrangersWroteStaysText() throws Exception {
    String id = ask("{\"generator\":\"tiny-text\",\"prompt\":\"%s\"}".formatted(SCRIPT));
    JsonNode failure = answers(id, 1).get(0);

    assertThat(failure.path("kind").asText()).isEqualTo("failure");
    assertThat(failure.path("code").asText()).isEqualTo("BAD_CONDITION");
    assertThat(failure.path("message").asText()).endsWith(".");
    Visitor.Answer page = rig.visitor().get("/");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
    Visitor.Answer gallery = rig.visitor().get("/api/gallery");
    assertThat(gallery.header("Content-Type")).isEqualTo("application/json");
    assertThat(gallery.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void previewsComeUnderTheKeyOfTheirRequestAndAreNotKept() throws Exception {
    String id =
        ask(
            "{\"generator\":\"tiny-ddpm\",\"label\":\"3\",\"count\":16,\"steps\":1000,"
                + "\"previews\":1}");
    answers(id, 16);

    List<ConsumerRecord<byte[], byte[]>> records =
        rig.cluster().committed(PageRig.NAME + "-previews").stream()
            .filter(record -> new String(record.key(), UTF_8).equals(id))
            .toList();
    assertThat(records).isNotEmpty();
    try (var serde = AvroSerde.of(GenerationPreview.class, rig.cluster().registry())) {
      Map<Integer, Integer> steps = new HashMap<>();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        GenerationPreview preview =
            serde.deserializer().deserialize(record.topic(), record.value());
        assertThat(preview.getRequestId()).isEqualTo(id);
        assertThat(preview.getSteps()).isEqualTo(1000);
        assertThat(preview.getStep())
            .isGreaterThan(steps.getOrDefault(preview.getIndex(), 0))
            .isLessThan(1000);
        steps.put(preview.getIndex(), preview.getStep());
      }
    }
    ConsumerRecord<byte[], byte[]> last = records.get(records.size() - 1);
    String name = "p-%d-%d".formatted(last.partition(), last.offset());
    URL picture = rig.link().resolve("/api/pictures/" + name).toURL();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> ImageIO.read(picture).getWidth() == 4);
    assertThat(rig.gallery()).noneMatch(shown -> shown.path("kind").asText().equals("preview"));
    assertThat(rig.visitor().get("/metrics").body())
        .containsPattern("kiln_previews_total\\{generator=\"tiny-ddpm\"} [1-9]");
  }

  @Test
  void rowsAreShownAsRows() throws Exception {
    JsonNode row = answers(ask("{\"generator\":\"tiny-rows\",\"count\":1}"), 1).get(0);

    assertThat(row.path("kind").asText()).isEqualTo("row");
    assertThat(row.path("row")).hasSize(4);
  }

  @Test
  void theFormIsOfferedWhatAGeneratorTakes() throws IOException {
    JsonNode offers = new ObjectMapper().readTree(rig.visitor().get("/api/generators").body());

    assertThat(offers)
        .extracting(offer -> offer.path("name").asText())
        .contains("tiny-ddpm", "tiny-gan", "tiny-text", "tiny-rows");
    for (JsonNode offer : offers) {
      switch (offer.path("name").asText()) {
        case "tiny-ddpm" -> {
          assertThat(offer.path("classes")).hasSize(10);
          assertThat(offer.path("samplers").toString()).contains("\"ddim\"", "\"heun\"");
          assertThat(offer.path("maxGuidance").isNumber()).isTrue();
        }
        case "tiny-gan" -> assertThat(offer.path("samplers")).isEmpty();
        case "tiny-text" -> assertThat(offer.path("prompt").asBoolean()).isTrue();
        default -> assertThat(offer.path("kind").asText()).isNotEmpty();
      }
    }
  }

  @Test
  void whatIsNoRequestIsRefusedBeforeItIsSent() {
    Visitor visitor = rig.visitor();

    assertThat(visitor.post("/api/requests", "[1]").status()).isEqualTo(400);
    assertThat(visitor.post("/api/requests", "{").status()).isEqualTo(400);
    assertThat(visitor.post("/api/requests", "{}", "Origin: http://evil.example").status())
        .isEqualTo(403);
    assertThat(visitor.ask("POST", "/api/requests", "", "Content-Type: text/plain").status())
        .isEqualTo(415);
    assertThat(visitor.get("/api/pictures/..%2f..%2fetc%2fpasswd").status()).isEqualTo(404);
    assertThat(visitor.get("/api/pictures/s-0-999999").status()).isEqualTo(404);
  }

  @Test
  void prometheusFindsTheMetersOfAppAndKafka() throws Exception {
    answers(ask("{\"generator\":\"tiny-gan\",\"label\":1,\"count\":2}"), 2);

    assertThat(rig.visitor().get("/metrics").body())
        .containsPattern(
            "kiln_requests_total\\{generator=\"tiny-gan\",outcome=\"generated\"} [1-9]")
        .containsPattern("kiln_network_call_seconds_count\\{network=\"tiny-gan/1/")
        .containsPattern("(?m)^kafka_stream_\\w+")
        .containsPattern("(?m)^kafka_consumer_fetch_manager_records_lag_max\\{");
    assertThat(rig.visitor().get("/health/ready").status()).isEqualTo(200);
  }

  private static String ask(String request) throws IOException {
    Visitor.Answer sent = rig.visitor().post("/api/requests", request);
    assertThat(sent.status()).as(sent.body()).isEqualTo(202);
    return new ObjectMapper().readTree(sent.body()).path("requestId").asText();
  }

  private static List<JsonNode> answers(String id, int count) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                rig.gallery().stream()
                    .filter(shown -> shown.path("requestId").asText().equals(id))
                    .toList(),
            found -> found.size() >= count);
  }
}
