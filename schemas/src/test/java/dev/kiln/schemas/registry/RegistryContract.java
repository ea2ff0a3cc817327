package dev.kiln.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.wire.AvroSerializer;
import dev.kiln.schemas.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/**
 * What every schema registry does that speaks Confluent's API, as far as Kiln needs it. Each test
 * has subjects of its own, so that one server will do for all.
 */
abstract class RegistryContract {

  private static final Schema ONE =
      SchemaBuilder.record("R").namespace("kiln").fields().requiredString("a").endRecord();
  private static final Schema TWO =
      SchemaBuilder.record("R")
          .namespace("kiln")
          .fields()
          .requiredString("a")
          .name("b")
          .type()
          .intType()
          .intDefault(7)
          .endRecord();
  private static final Schema BROKEN =
      SchemaBuilder.record("R").namespace("kiln").fields().requiredLong("z").endRecord();

  /** What goes into schema.registry.url. */
  abstract URI url();

  private SchemaRegistryClient client() {
    return SchemaRegistryClient.of(url());
  }

  private static String topic() {
    return "t-" + UUID.randomUUID();
  }

  @Test
  void aSchemaHasOneIdWhereverItIsRegistered() {
    String s = topic();
    int id = client().register(s, ONE);

    assertThat(client().register(s, ONE)).isEqualTo(id);
    assertThat(client().register(topic(), ONE)).isEqualTo(id);
    assertThat(client().lookUp(s, ONE)).isEqualTo(id);
    assertThat(client().byId(id)).isEqualTo(ONE);
    assertThat(client().latest(s).version()).isEqualTo(1);
    assertThat(client().subjects()).contains(s);
  }

  @Test
  void theContractsOfKilnAreTaken() {
    String s = topic();
    int id = client().register(s, GenerationRequest.getClassSchema());

    assertThat(client().byId(id).getFullName())
        .isEqualTo("dev.kiln.schemas.avro.GenerationRequest");
    assertThat(client().lookUp(s, GenerationRequest.getClassSchema())).isEqualTo(id);
  }

  @Test
  void whatIsNotThereIsSaidInConfluentsCodes() {
    String s = topic();
    assertThatThrownBy(() -> client().byId(987_654))
        .isInstanceOf(UnknownSchemaException.class)
        .hasMessageContaining("987654");
    assertThatThrownBy(() -> client().lookUp(s, ONE))
        .isInstanceOf(RegistryRejectedException.class)
        .hasMessageContaining("40401");
    client().register(s, ONE);
    assertThatThrownBy(() -> client().lookUp(s, TWO)).isInstanceOf(UnknownSchemaException.class);
  }

  @Test
  void aSchemaThatBreaksReadersIsRefused() {
    String s = topic();
    client().register(s, ONE);
    client().setCompatibility(s, Compatibility.FULL);

    assertThat(client().compatibility(s)).isEqualTo(Compatibility.FULL);
    assertThat(client().isCompatible(s, TWO)).isTrue();
    assertThat(client().isCompatible(s, BROKEN)).isFalse();
    assertThatThrownBy(() -> client().register(s, BROKEN))
        .isInstanceOf(RegistryRejectedException.class)
        .hasMessageContaining("409");
    assertThat(client().register(s, TWO)).isNotEqualTo(client().lookUp(s, ONE));
    assertThat(client().latest(s).version()).isEqualTo(2);
  }

  @Test
  void theBytesAreAZeroTheIdAndAvro() {
    String topic = topic();
    byte[] bytes = bytes(topic, new GenericRecordBuilder(ONE).set("a", "hi").build());
    int id = client().latest(topic + "-value").id();

    assertThat(bytes)
        .containsExactly(
            0, (byte) (id >> 24), (byte) (id >> 16), (byte) (id >> 8), (byte) id, 4, 'h', 'i');
    assertThat(WireFormat.schemaId(bytes)).isEqualTo(id);
  }

  @Test
  void schemasEvolveBothWaysWhileRecordsAreOnTheirWay() {
    String topic = topic();
    byte[] old = bytes(topic, new GenericRecordBuilder(ONE).set("a", "old").build());
    byte[] young = bytes(topic, new GenericRecordBuilder(TWO).set("a", "new").set("b", 3).build());

    assertThat(client().latest(topic + "-value").version()).isEqualTo(2);
    GenericRecord oldForNew = read(old, TWO);
    assertThat(oldForNew.get("b")).as("a new reader fills in").isEqualTo(7);
    GenericRecord newForOld = read(young, ONE);
    assertThat(newForOld.get("a")).hasToString("new");
    assertThat(newForOld.getSchema().getField("b")).as("an old reader leaves out").isNull();
  }

  @Test
  void withoutAutoRegistrationAnUnknownSchemaIsNotWritten() {
    String topic = topic();
    var record = new GenericRecordBuilder(ONE).set("a", "x").build();
    try (var serializer = new AvroSerializer<GenericRecord>()) {
      serializer.configure(
          Map.of("schema.registry.url", url().toString(), "auto.register.schemas", "false"), false);
      assertThatThrownBy(() -> serializer.serialize(topic, record))
          .isInstanceOf(RegistryRejectedException.class);
      int id = client().register(topic + "-value", ONE);
      byte[] bytes = Objects.requireNonNull(serializer.serialize(topic, record));
      assertThat(WireFormat.schemaId(bytes)).isEqualTo(id);
    }
  }

  @Test
  void aSchemaThatIsWrittenDifferentlyIsTheSameOneWhenNormalised() {
    String s = topic();
    var normalising =
        new SchemaRegistryClient(
            RegistryConfig.from(
                Map.of("schema.registry.url", url().toString(), "normalize.schemas", "true")));
    int id = normalising.register(s, ONE);
    Schema sameInOtherWords =
        new Schema.Parser()
            .parse(
                "{\"fields\":[{\"type\":{\"type\":\"string\"},\"name\":\"a\"}],"
                    + "\"name\":\"kiln.R\",\"type\":\"record\"}");

    assertThat(normalising.register(s, sameInOtherWords)).isEqualTo(id);
    assertThat(normalising.latest(s).version()).isEqualTo(1);
  }

  private byte[] bytes(String topic, GenericRecord record) {
    try (var serializer = new AvroSerializer<GenericRecord>(client())) {
      return Objects.requireNonNull(serializer.serialize(topic, record));
    }
  }

  private GenericRecord read(byte[] bytes, Schema reader) {
    Schema writer = client().byId(WireFormat.schemaId(bytes));
    int header = WireFormat.HEADER_LENGTH;
    try {
      return new GenericDatumReader<GenericRecord>(writer, reader)
          .read(
              null, DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
