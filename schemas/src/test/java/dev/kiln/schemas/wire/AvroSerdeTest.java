package dev.kiln.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.schemas.avro.Timings;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
  private EmbeddedRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0);
    client = SchemaRegistryClient.of(registry.url());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void writesMagicIdAndAvro() {
    var serializer = new AvroSerializer<GenericRecord>(client);
    var schema =
        SchemaBuilder.record("Pair").fields().requiredInt("a").requiredString("b").endRecord();
    var pair = new GenericRecordBuilder(schema).set("a", -1).set("b", "hi").build();

    assertThat(serializer.serialize("t", pair)).containsExactly(0, 0, 0, 0, 1, 1, 4, 'h', 'i');
    assertThat(client.latest("t-value").schema()).isEqualTo(schema);
  }

  @Test
  void bringsAGeneratedRecordBack() {
    var serde = AvroSerde.of(GeneratedSample.class, client);

    byte[] bytes = serde.serializer().serialize("generated-samples", sample());

    assertThat(serde.deserializer().deserialize("generated-samples", bytes)).isEqualTo(sample());
  }

  @Test
  @SuppressWarnings("unchecked")
  void isChosenByClassNameWithConfluentsSettings() throws ReflectiveOperationException {
    Map<String, Object> settings =
        Map.of(
            "schema.registry.url", registry.url().toString(),
            "auto.register.schemas", "true",
            "specific.avro.reader", "true",
            "value.subject.name.strategy",
                "io.confluent.kafka.serializers.subject.TopicRecordNameStrategy",
            "acks", "all");
    var serializer = (Serializer<IndexedRecord>) named("dev.kiln.schemas.wire.AvroSerializer");
    var deserializer =
        (Deserializer<IndexedRecord>) named("dev.kiln.schemas.wire.AvroDeserializer");
    serializer.configure(settings, false);
    deserializer.configure(settings, false);

    byte[] bytes = serializer.serialize("t", sample());

    assertThat(deserializer.deserialize("t", bytes)).isEqualTo(sample());
    assertThat(client.subjects()).containsExactly("t-dev.kiln.schemas.avro.GeneratedSample");
  }

  @Test
  void readsGenericRecordsUnlessAskedForClasses() {
    byte[] bytes = new AvroSerializer<GeneratedSample>(client).serialize("t", sample());

    IndexedRecord read = new AvroDeserializer<>(client).deserialize("t", bytes);

    assertThat(read).isInstanceOf(GenericRecord.class);
    assertThat(((GenericRecord) read).get("generator")).hasToString("digits-gan");
  }

  @Test
  void passesTombstonesThrough() {
    var serde = AvroSerde.of(GenerationRequest.class, client);

    assertThat(serde.serializer().serialize("t", null)).isNull();
    assertThat(serde.deserializer().deserialize("t", null)).isNull();
  }

  @Test
  void doesNotRegisterWhenToldNotTo() {
    var serializer = new AvroSerializer<GeneratedSample>(client);
    serializer.configure(Map.of("auto.register.schemas", false), false);

    assertThatThrownBy(() -> serializer.serialize("t", sample()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("40401");
    int id = client.register("t-value", GeneratedSample.getClassSchema());
    assertThat(serializer.serialize("t", sample())).isEqualTo(WireFormat.encode(id, sample()));
  }

  @Test
  void refusesAnIncompatibleNextVersion() {
    client.register("t-value", GeneratedSample.getClassSchema());
    var schema = SchemaBuilder.record("GeneratedSample").fields().requiredInt("a").endRecord();
    var record = new GenericRecordBuilder(schema).set("a", 1).build();

    assertThatThrownBy(() -> new AvroSerializer<>(client).serialize("t", record))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("409");
  }

  @Test
  void saysWhatIsWrongWithBytesInOneSentence() {
    var deserializer = AvroDeserializer.of(GenerationRequest.class, client);
    int id = client.register("t-value", GenerationRequest.getClassSchema());

    assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {'{', '}'}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("topic t");
    assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {0, 0, 0, 0, (byte) id, 99}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("field generator");
    assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {0, 0, 0, 0, 77, 0}))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("schema id 77");
  }

  @Test
  void refusesASubjectNameStrategyThatItDoesNotHave() {
    var settings = Map.of("value.subject.name.strategy", "com.example.MyStrategy");

    assertThatThrownBy(() -> new AvroSerializer<>(client).configure(settings, false))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TopicNameStrategy");
  }

  private static Object named(String name) throws ReflectiveOperationException {
    return Class.forName(name).getConstructor().newInstance();
  }

  private static GeneratedSample sample() {
    return GeneratedSample.newBuilder()
        .setRequestId("r")
        .setGenerator("digits-gan")
        .setVersion("1")
        .setHash("ab")
        .setIndex(0)
        .setCount(1)
        .setSeed(42)
        .setSampler("direct")
        .setSteps(1)
        .setLabel(7)
        .setEncoding("raw")
        .setDtype("uint8")
        .setShape(List.of(1, 1, 2))
        .setData(ByteBuffer.wrap(new byte[] {1, 2}))
        .setTimings(new Timings(1L, 2L, 3L, 6L))
        .setNetworkCalls(1)
        .setOrigin(new Origin("generation-requests", 0, 5L, 1_000L))
        .build();
  }
}
