package dev.kiln.connect.avro;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;
import org.apache.kafka.connect.data.Timestamp;
import org.jspecify.annotations.Nullable;

/** Values of every kind that Connect has, each with its schema. */
final class Samples {

  /**
   * A value.
   *
   * @param name what is special about it
   */
  record Sample(String name, Schema schema, Object value) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Date DAY = day(19_000);

  private Samples() {}

  static List<Sample> all() {
    return List.of(
        of("int8", Schema.INT8_SCHEMA, (byte) -7),
        of("int16", Schema.INT16_SCHEMA, (short) 300),
        of("int32", Schema.INT32_SCHEMA, -70_000),
        of("int64", Schema.INT64_SCHEMA, 1L << 40),
        of("float32", Schema.FLOAT32_SCHEMA, 0.5f),
        of("float64", Schema.FLOAT64_SCHEMA, -1e300),
        of("boolean", Schema.BOOLEAN_SCHEMA, true),
        of("string", Schema.STRING_SCHEMA, "Größe"),
        of("bytes", Schema.BYTES_SCHEMA, ByteBuffer.wrap(new byte[] {0, 1, -1})),
        of("an optional int", Schema.OPTIONAL_INT32_SCHEMA, 5),
        of("an optional int8", Schema.OPTIONAL_INT8_SCHEMA, (byte) 5),
        of("a decimal", Decimal.schema(2), new BigDecimal("-12.34")),
        of("a date", org.apache.kafka.connect.data.Date.SCHEMA, DAY),
        of("a time", Time.SCHEMA, millis(45_296_789)),
        of("a timestamp", Timestamp.SCHEMA, millis(1_700_000_000_123L)),
        of("an optional timestamp", Timestamp.builder().optional().schema(), millis(1)),
        of(
            "an array of optionals",
            SchemaBuilder.array(Schema.OPTIONAL_STRING_SCHEMA).build(),
            java.util.Arrays.asList("a", null)),
        of(
            "a map",
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT64_SCHEMA).build(),
            Map.of("a", 1.0, "b", 2.0)),
        of(
            "a map with other keys",
            SchemaBuilder.map(Schema.INT32_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA).build(),
            Map.of(1, "a", 2, "b")),
        of(
            "a map with a name and other keys",
            SchemaBuilder.map(Schema.INT64_SCHEMA, Schema.STRING_SCHEMA)
                .name("shop.Places")
                .build(),
            Map.of(1L, "a")),
        of("a struct without a name", point(null), new Struct(point(null)).put("x", 1).put("y", 2)),
        order(),
        of(
            "a schema that says all about itself",
            SchemaBuilder.string()
                .name("shop.Code")
                .version(3)
                .doc("What stands on the box.")
                .parameter("origin", "north")
                .defaultValue("none")
                .build(),
            "A-7"));
  }

  private static Date day(long sinceTheEpoch) {
    return Date.from(Instant.EPOCH.plus(Duration.ofDays(sinceTheEpoch)));
  }

  private static Date millis(long sinceTheEpoch) {
    return Date.from(Instant.ofEpochMilli(sinceTheEpoch));
  }

  private static Sample of(String name, Schema schema, Object value) {
    return new Sample(name, schema, value);
  }

  private static Schema point(@Nullable String name) {
    SchemaBuilder builder = SchemaBuilder.struct();
    if (name != null) {
      builder.name(name);
    }
    return builder.field("x", Schema.INT32_SCHEMA).field("y", Schema.INT32_SCHEMA).build();
  }

  private static Sample order() {
    Schema line =
        SchemaBuilder.struct()
            .name("shop.Line")
            .field("article", Schema.STRING_SCHEMA)
            .field("price", Decimal.builder(2).optional().build())
            .build();
    Schema place = SchemaBuilder.struct().field("town", Schema.STRING_SCHEMA).optional().build();
    Schema schema =
        SchemaBuilder.struct()
            .name("shop.Order")
            .version(2)
            .field("id", Schema.INT64_SCHEMA)
            .field("lines", SchemaBuilder.array(line).build())
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .field("currency", SchemaBuilder.string().defaultValue("EUR").build())
            .field("rebate", SchemaBuilder.float32().optional().defaultValue(0.25f).build())
            .field("from", place)
            .field("at", point(null))
            .field("due", org.apache.kafka.connect.data.Date.builder().defaultValue(DAY).build())
            .build();
    return of(
        "a struct of everything",
        schema,
        new Struct(schema)
            .put("id", 9L)
            .put(
                "lines",
                List.of(
                    new Struct(line).put("article", "cup").put("price", new BigDecimal("4.50")),
                    new Struct(line).put("article", "gift")))
            .put("currency", "CHF")
            .put("rebate", 0.5f)
            .put("from", new Struct(place).put("town", "Ulm"))
            .put("at", new Struct(point(null)).put("x", 3).put("y", 4))
            .put("due", day(0)));
  }
}
