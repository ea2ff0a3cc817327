package dev.kiln.streams.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.Compatibility;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroSerializer;
import dev.kiln.schemas.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schemas that evolve while the app serves: requests of the last release, of this one and of one
 * that does not exist yet are answered side by side, and their answers are read by clients of all
 * three.
 */
class EvolutionIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Path LAST_RELEASE =
      Path.of("..", "schemas", "src", "test", "resources", "baseline", "v1");

  @Test
  void requestsAndAnswersOfThreeReleasesGoThroughOneApp(@TempDir Path state) throws Exception {
    String name = "evolving";
    try (var cluster = new Cluster()) {
      SchemaRegistryClient registry = cluster.registry();
      Properties properties = cluster.properties(name, state);
      registry.setCompatibility(null, Compatibility.FULL);
      try (var generation = new SlowGeneration(10);
          var app = new KilnApp(new KilnConfig(properties), generation);
          var writer = new AvroSerializer<GenericRecord>(registry)) {
        app.start();
        assertThat(app.awaitRunning(PATIENCE)).isTrue();

        send(cluster, writer, name, "old", lastRelease("GenerationRequest"));
        send(cluster, writer, name, "now", GenerationRequest.getClassSchema());
        send(cluster, writer, name, "new", nextRelease(GenerationRequest.getClassSchema()));
        await().atMost(PATIENCE).until(() -> cluster.committed(name + "-samples").size() == 3);
        assertThat(app.isRunning()).isTrue();
      }

      assertThat(cluster.failures(name)).isEmpty();
      assertThat(registry.latest(name + "-requests-value").version()).isEqualTo(3);
      List<ConsumerRecord<byte[], byte[]>> samples = cluster.committed(name + "-samples");
      for (Schema reader :
          List.of(
              lastRelease("GeneratedSample"),
              GeneratedSample.getClassSchema(),
              nextRelease(GeneratedSample.getClassSchema()))) {
        assertThat(samples)
            .extracting(record -> read(registry, record.value(), reader))
            .allSatisfy(sample -> assertThat(sample.getSchema()).isEqualTo(reader))
            .extracting(sample -> sample.get("requestId").toString())
            .containsExactlyInAnyOrder("old", "now", "new");
      }
    }
  }

  private static void send(
      Cluster cluster,
      AvroSerializer<GenericRecord> writer,
      String name,
      String requestId,
      Schema schema) {
    GenericRecord request =
        new GenericRecordBuilder(schema)
            .set("generator", "tiny")
            .set("requestId", requestId)
            .set("seed", 7L)
            .build();
    cluster.send(
        name, requestId, Objects.requireNonNull(writer.serialize(name + "-requests", request)));
    cluster.flush();
  }

  private static Schema lastRelease(String name) throws IOException {
    return new Schema.Parser().parse(LAST_RELEASE.resolve(name + ".avsc").toFile());
  }

  /** With one field more, as a next release may have it. */
  private static Schema nextRelease(Schema now) {
    List<Schema.Field> fields = new ArrayList<>();
    now.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    Schema mood =
        Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
    fields.add(new Schema.Field("mood", mood, null, Schema.Field.NULL_DEFAULT_VALUE));
    return Schema.createRecord(now.getName(), null, now.getNamespace(), false, fields);
  }

  private static GenericRecord read(SchemaRegistryClient registry, byte[] bytes, Schema reader) {
    Schema writer = registry.byId(WireFormat.schemaId(bytes));
    int header = WireFormat.HEADER_LENGTH;
    try {
      return new GenericDatumReader<GenericRecord>(writer, reader)
          .read(
              null, DecoderFactory.get().binaryDecoder(bytes, header, bytes.length - header, null));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
