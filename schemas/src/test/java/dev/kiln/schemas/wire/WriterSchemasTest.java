package dev.kiln.schemas.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.schemas.registry.RegistryConfig;
import dev.kiln.schemas.registry.RegistryRejectedException;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.registry.embedded.EmbeddedRegistry;
import dev.kiln.schemas.wire.WriterSchemas.Writer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WriterSchemasTest {

  private static final Schema ONE = fields("R").requiredString("a").endRecord();
  private static final Schema TWO =
      fields("R").name("b").type().intType().intDefault(7).requiredString("a").endRecord();
  private static final Schema OTHER = fields("R").requiredLong("z").endRecord();

  private final AtomicLong nanos = new AtomicLong();
  private EmbeddedRegistry registry;
  private SchemaRegistryClient client;

  @BeforeEach
  void start() throws IOException {
    registry = EmbeddedRegistry.start(0);
    client =
        new SchemaRegistryClient(
            RegistryConfig.from(
                Map.of("schema.registry.url", registry.url().toString(), "max.retries", "0")));
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void aRecordIsWrittenInTheNewestSchemaOfItsSubject() {
    client.register("t-value", ONE);
    int newest = client.register("t-value", TWO);

    assertThat(serializer().serialize("t", record(ONE)))
        .isEqualTo(
            WireFormat.encode(
                newest, new GenericRecordBuilder(TWO).set("a", "x").set("b", 7).build()));
    assertThat(client.latest("t-value").version()).as("nothing is registered").isEqualTo(2);
  }

  @Test
  void aSchemaThatOnlySaysMoreIsWrittenAsItIs() {
    Schema described =
        SchemaBuilder.record("R")
            .namespace("kiln")
            .doc("A record.")
            .fields()
            .requiredString("a")
            .endRecord();
    int id = client.register("t-value", described);

    assertThat(writers(-1).of("t", ONE)).isEqualTo(new Writer(id, ONE, true));
  }

  @Test
  void aRecordThatTheNewestSchemaCannotHoldIsRefused() {
    client.register("t-value", OTHER);

    assertThatThrownBy(() -> serializer().serialize("t", record(ONE)))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("kiln.R")
        .hasMessageContaining("z");
  }

  @Test
  void aSubjectThatIsNotThereIsNotMade() {
    assertThatThrownBy(() -> serializer().serialize("t", record(ONE)))
        .isInstanceOf(RegistryRejectedException.class)
        .hasMessageContaining("40401");
    assertThat(client.subjects()).isEmpty();
  }

  @Test
  void theNewestIsAskedForAgainWhenItIsTimeAndKeptThroughAnOutage() {
    int first = client.register("t-value", ONE);
    WriterSchemas writers = writers(60);
    assertThat(writers.of("t", ONE).id()).isEqualTo(first);
    int second = client.register("t-value", TWO);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(writers.of("t", ONE).id()).isEqualTo(first);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(writers.of("t", ONE)).isEqualTo(new Writer(second, TWO, false));

    registry.close();
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(60));
    assertThat(writers.of("t", ONE).id()).isEqualTo(second);
  }

  private WriterSchemas writers(long seconds) {
    var config =
        AvroSerdeConfig.from(
            Map.of(
                "auto.register.schemas", "false",
                "use.latest.version", "true",
                "latest.cache.ttl.sec", Long.toString(seconds)),
            false);
    return new WriterSchemas(client, config, false, nanos::get);
  }

  private AvroSerializer<GenericRecord> serializer() {
    var serializer = new AvroSerializer<GenericRecord>(client);
    serializer.configure(
        Map.of("auto.register.schemas", "false", "use.latest.version", "true"), false);
    return serializer;
  }

  private static GenericRecord record(Schema schema) {
    return new GenericRecordBuilder(schema).set("a", "x").build();
  }

  private static SchemaBuilder.FieldAssembler<Schema> fields(String name) {
    return SchemaBuilder.record(name).namespace("kiln").fields();
  }
}
