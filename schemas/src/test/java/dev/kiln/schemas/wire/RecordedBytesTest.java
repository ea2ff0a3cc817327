package dev.kiln.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that a serializer wrote which nobody here wrote: Confluent's own, for JavaScript, recorded
 * by src/test/wire/record.js.
 */
class RecordedBytesTest {

  /** One record of the recording. */
  record Recorded(String writer, String name, int id, Schema schema, String hex) {

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
      return name + " by " + writer;
    }
  }

  static List<Recorded> all() throws IOException {
    List<Recorded> all = new ArrayList<>();
    JsonNode json;
    try (var in = RecordedBytesTest.class.getResourceAsStream("/wire/confluent.json")) {
      json = new ObjectMapper().readTree(in);
    }
    for (JsonNode each : json.get("records")) {
      all.add(
          new Recorded(
              json.get("writer").asText(),
              each.get("name").asText(),
              each.get("id").asInt(),
              new Schema.Parser().parse(each.get("schema").toString()),
              each.get("hex").asText()));
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatTheyWroteIsReadAndWrittenAgainByteForByte(Recorded recorded)
      throws MalformedAvroException {
    assertThat(WireFormat.schemaId(recorded.bytes())).isEqualTo(recorded.id());

    Object read = BoundedReader.generic(recorded.bytes(), recorded.schema());

    assertThat(WireFormat.encode(recorded.id(), recorded.schema(), read))
        .isEqualTo(recorded.bytes());
  }

  @Test
  void theSameRecordIsTheSameBytes() throws IOException {
    for (var sample : RecordedBytes.samples().entrySet()) {
      Recorded recorded = named(sample.getKey());
      assertThat(WireFormat.encode(recorded.id(), sample.getValue()))
          .as(recorded.toString())
          .isEqualTo(recorded.bytes());
    }
    Recorded text = named("text");
    assertThat(WireFormat.encode(text.id(), text.schema(), "hi")).isEqualTo(text.bytes());
  }

  @Test
  void whatTheyAskForIsReadIntoOurRequest() throws IOException {
    Recorded recorded = named("request");
    GenerationRequest request =
        AvroDeserializer.of(GenerationRequest.class, source(recorded))
            .deserialize("t", recorded.bytes());

    assertThat(request)
        .isEqualTo(
            GenerationRequest.newBuilder()
                .setGenerator("digits-ddpm")
                .setPrompt("Größe")
                .setLabel(7)
                .setVector(List.of(0.5f, -1.25f))
                .setImage(ByteBuffer.wrap(new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
                .setRow(Map.of("age", 41L))
                .setCount(3)
                .setSeed(1234567890123L)
                .setSteps(20)
                .setGuidance(2.5)
                .setDeadlineMs(60_000L)
                .setPriority(-2)
                .setRequestId("r-1")
                .build());
  }

  @Test
  void whatTheyAnswerIsReadIntoOurSample() throws IOException {
    Recorded recorded = named("sample");
    GeneratedSample sample =
        Objects.requireNonNull(
            AvroDeserializer.of(GeneratedSample.class, source(recorded))
                .deserialize("t", recorded.bytes()));

    assertThat(sample.getSeed()).isEqualTo(-1234567890123456L);
    assertThat(sample.getLabel()).isEqualTo("7");
    assertThat(sample.getShape()).containsExactly(1, 2, 2);
    assertThat(sample.getData()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, -2, -1}));
    assertThat(sample.getOrigin().getTimestamp()).isEqualTo(1700000000123L);
  }

  private static Recorded named(String name) throws IOException {
    return all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  private static SchemaSource source(Recorded recorded) {
    return id -> {
      assertThat(id).isEqualTo(recorded.id());
      return recorded.schema();
    };
  }
}
