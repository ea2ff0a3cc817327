package dev.kiln.schemas.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;

/** The records that a serializer of others wrote, as src/test/wire/record.js has them. */
final class RecordedBytes {

  private RecordedBytes() {}

  /** All, by name. */
  static Map<String, GenericRecord> samples() throws IOException {
    Map<String, GenericRecord> samples = new LinkedHashMap<>();
    samples.put("request", request(baseline("GenerationRequest")));
    samples.put("sample", sample(baseline("GeneratedSample")));
    samples.put("everything", everything(everythingSchema()));
    return samples;
  }

  private static Schema baseline(String name) throws IOException {
    try (var in = RecordedBytes.class.getResourceAsStream("/baseline/v1/" + name + ".avsc")) {
      return new Schema.Parser().parse(in);
    }
  }

  private static GenericRecord request(Schema schema) {
    return new GenericRecordBuilder(schema)
        .set("generator", "digits-ddpm")
        .set("prompt", "Größe")
        .set("label", 7)
        .set("vector", List.of(0.5f, -1.25f))
        .set("image", ByteBuffer.wrap(new byte[] {(byte) 0x89, 'P', 'N', 'G'}))
        .set("row", Map.of("age", 41L))
        .set("count", 3)
        .set("seed", 1234567890123L)
        .set("steps", 20)
        .set("guidance", 2.5)
        .set("deadlineMs", 60_000L)
        .set("priority", -2)
        .set("requestId", "r-1")
        .build();
  }

  private static GenericRecord sample(Schema schema) {
    Schema timings = schema.getField("timings").schema();
    Schema origin = schema.getField("origin").schema();
    return new GenericRecordBuilder(schema)
        .set("requestId", "r-1")
        .set("generator", "digits-ddpm")
        .set("version", "1")
        .set("hash", "ab")
        .set("index", 1)
        .set("count", 3)
        .set("seed", -1234567890123456L)
        .set("sampler", "ddim")
        .set("steps", 20)
        .set("guidance", 2.5)
        .set("label", "7")
        .set("encoding", "raw")
        .set("dtype", "float32")
        .set("shape", List.of(1, 2, 2))
        .set("data", ByteBuffer.wrap(new byte[] {0, 1, -2, -1}))
        .set("networkCalls", 20)
        .set(
            "timings",
            new GenericRecordBuilder(timings)
                .set("queuedMicros", 1L)
                .set("computeMicros", 2000L)
                .set("encodeMicros", 3L)
                .set("totalMicros", 2004L)
                .build())
        .set(
            "origin",
            new GenericRecordBuilder(origin)
                .set("topic", "generation-requests")
                .set("partition", 3)
                .set("offset", 41L)
                .set("timestamp", 1700000000123L)
                .build())
        .build();
  }

  private static Schema everythingSchema() {
    Schema text = Schema.create(Schema.Type.STRING);
    Schema optional = Schema.createUnion(Schema.create(Schema.Type.NULL), text);
    Schema inner =
        Schema.createRecord(
            "Inner",
            null,
            "wire",
            false,
            List.of(new Schema.Field("x", Schema.create(Schema.Type.INT))));
    return Schema.createRecord(
        "Everything",
        null,
        "wire",
        false,
        Arrays.asList(
            new Schema.Field("boolean", Schema.create(Schema.Type.BOOLEAN)),
            new Schema.Field("int", Schema.create(Schema.Type.INT)),
            new Schema.Field("long", Schema.create(Schema.Type.LONG)),
            new Schema.Field("float", Schema.create(Schema.Type.FLOAT)),
            new Schema.Field("double", Schema.create(Schema.Type.DOUBLE)),
            new Schema.Field("string", text),
            new Schema.Field("bytes", Schema.create(Schema.Type.BYTES)),
            new Schema.Field(
                "colour", Schema.createEnum("Colour", null, "wire", List.of("RED", "BLUE"))),
            new Schema.Field("four", Schema.createFixed("Four", null, "wire", 4)),
            new Schema.Field("list", Schema.createArray(Schema.create(Schema.Type.INT))),
            new Schema.Field("map", Schema.createMap(Schema.create(Schema.Type.DOUBLE))),
            new Schema.Field("nothing", optional),
            new Schema.Field("something", optional),
            new Schema.Field("inner", inner)));
  }

  private static GenericRecord everything(Schema schema) {
    Schema inner = schema.getField("inner").schema();
    return new GenericRecordBuilder(schema)
        .set("boolean", true)
        .set("int", -70_000)
        .set("long", 1234567890123L)
        .set("float", 0.5f)
        .set("double", -1e300)
        .set("string", "Größe")
        .set("bytes", ByteBuffer.wrap(new byte[] {0, -1}))
        .set("colour", new GenericData.EnumSymbol(schema.getField("colour").schema(), "BLUE"))
        .set(
            "four",
            new GenericData.Fixed(schema.getField("four").schema(), new byte[] {1, 2, 3, 4}))
        .set("list", List.of(1, -1, 300))
        .set("map", Map.of("pi", 3.25))
        .set("nothing", null)
        .set("something", "s")
        .set("inner", new GenericRecordBuilder(inner).set("x", 64).build())
        .build();
  }
}
