package dev.kiln.streams.augment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.schemas.avro.Timings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of one number, labelled by a header; samples are made here, near or far from them. */
class AugmentationTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path state;
  private final Random random = new Random(1);
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> input;
  private TestInputTopic<byte[], byte[]> samples;
  private TestOutputTopic<byte[], byte[]> output;
  private TestOutputTopic<byte[], byte[]> requests;
  private TestOutputTopic<byte[], byte[]> notices;

  @BeforeEach
  void start() {
    Asks asks = new Asks("rows", "label", false, JSON.createObjectNode(), 0.5, "varied", 0.4);
    var options =
        new AugmentOptions(
            "top-up",
            "in",
            "out",
            "notices",
            "requests",
            "samples",
            Labels.parse("header:label"),
            value -> value == null ? List.of() : List.of(Double.valueOf(new String(value, UTF_8))),
            asks,
            Map.of("rare", 0.2),
            1,
            1_000_000,
            0,
            5,
            1.5,
            100,
            10);
    var builder = new StreamsBuilder();
    var unused = Augmentation.addTo(builder, options, AugmentationTest::sample);
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(builder.build(), settings);
    var in = new ByteArraySerializer();
    var out = new ByteArrayDeserializer();
    input = driver.createInputTopic("in", in, in);
    samples = driver.createInputTopic("samples", in, in);
    output = driver.createOutputTopic("out", out, out);
    requests = driver.createOutputTopic("requests", out, out);
    notices = driver.createOutputTopic("notices", out, out);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void realRecordsPassAndARareClassIsAskedFor() {
    stream(500);

    assertThat(output.readRecordsToList()).hasSize(500);
    long asked = 0;
    for (TestRecord<byte[], byte[]> request : requests.readRecordsToList()) {
      JsonNode json = json(request.value());
      assertThat(json.get("label").asText()).isEqualTo("rare");
      assertThat(json.get("count").asInt()).isGreaterThanOrEqualTo(5);
      asked += json.get("count").asInt();
    }
    double rare = 5 + asked;
    assertThat(rare / (495 + rare)).isEqualTo(0.2, within(0.01));
  }

  @Test
  void theSameStreamAsksTheSameAgainAndHalfOfItAsVariations() {
    stream(500);
    List<JsonNode> all = new ArrayList<>();
    requests.readRecordsToList().forEach(request -> all.add(json(request.value())));

    assertThat(all).extracting(r -> r.get("requestId").asText()).doesNotHaveDuplicates();
    assertThat(all).extracting(r -> r.get("seed").asLong()).doesNotHaveDuplicates();
    assertThat(all)
        .filteredOn(r -> r.has("image"))
        .isNotEmpty()
        .allMatch(r -> r.get("generator").asText().equals("varied"))
        .allMatch(r -> r.get("strength").asDouble() == 0.4);
    assertThat(all).anyMatch(r -> r.get("generator").asText().equals("rows"));
  }

  @Test
  void samplesComeOutMarkedAndOthersAnswersDoNot() {
    answer("top-up", "rare", 0);
    answer("somebody else", "rare", 0);

    List<TestRecord<byte[], byte[]>> out = output.readRecordsToList();
    assertThat(out).hasSize(1);
    var headers = out.get(0).headers();
    assertThat(headers.lastHeader("label").value()).isEqualTo("rare".getBytes(UTF_8));
    assertThat(headers.lastHeader(Augmentation.SYNTHETIC).value())
        .isEqualTo("true".getBytes(UTF_8));
    assertThat(headers.lastHeader(Augmentation.GENERATOR).value())
        .isEqualTo("rows/1".getBytes(UTF_8));
    assertThat(headers.lastHeader(Augmentation.SEED)).isNotNull();
  }

  @Test
  void samplesThatDriftAreStoppedAndItIsSaidAndTheyGoOnWhenTheyAreRightAgain() {
    for (int i = 0; i < 50; i++) {
      real("rare");
    }
    output.readRecordsToList();
    for (int i = 0; i < 50; i++) {
      answer("top-up", "rare", 0);
    }
    assertThat(output.readRecordsToList()).hasSize(50);
    assertThat(notices.isEmpty()).isTrue();

    for (int i = 0; i < 300; i++) {
      answer("top-up", "rare", 5);
    }
    assertThat(output.readRecordsToList()).hasSizeLessThan(100);
    assertThat(new String(notices.readValue(), UTF_8))
        .startsWith("Samples of class rare are stopped: their distance from the real records is ")
        .contains("the limit is 1.50");

    for (int i = 0; i < 1000; i++) {
      answer("top-up", "rare", 0);
    }
    assertThat(output.readRecordsToList()).hasSizeBetween(300, 999);
    assertThat(new String(notices.readValue(), UTF_8)).startsWith("Samples of class rare go on: ");
  }

  private void stream(int records) {
    for (int i = 0; i < records; i++) {
      real(i % 100 == 0 ? "rare" : "common");
    }
  }

  private void real(String label) {
    var headers = new RecordHeaders().add("label", label.getBytes(UTF_8));
    byte[] value = String.valueOf(random.nextGaussian()).getBytes(UTF_8);
    input.pipeInput(new TestRecord<>(null, value, headers, 1000L));
  }

  private void answer(String augmentation, String label, double mean) {
    var headers =
        new RecordHeaders()
            .add("kiln.augment", augmentation.getBytes(UTF_8))
            .add("kiln.augment.label", label.getBytes(UTF_8));
    byte[] value = String.valueOf(mean + random.nextGaussian()).getBytes(UTF_8);
    samples.pipeInput(new TestRecord<>(null, value, headers, 1000L));
  }

  private static GeneratedSample sample(String topic, byte[] value) {
    return GeneratedSample.newBuilder()
        .setRequestId("r")
        .setGenerator("rows")
        .setVersion("1")
        .setHash("h")
        .setIndex(0)
        .setCount(1)
        .setSeed(3)
        .setSampler("direct")
        .setSteps(1)
        .setEncoding("json")
        .setDtype("json")
        .setShape(List.of(1))
        .setData(ByteBuffer.wrap(value))
        .setTimings(
            Timings.newBuilder().setQueuedMicros(0).setComputeMicros(0).setTotalMicros(0).build())
        .setNetworkCalls(1)
        .setOrigin(
            Origin.newBuilder().setTopic("t").setPartition(0).setOffset(0).setTimestamp(0).build())
        .build();
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
