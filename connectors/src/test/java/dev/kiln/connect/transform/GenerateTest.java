package dev.kiln.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Models;
import dev.kiln.connect.session.Sessions;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GenerateTest {

  private static final Schema SCHEMA =
      SchemaBuilder.struct()
          .name("order")
          .field("digit", Schema.INT32_SCHEMA)
          .field("note", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  @Test
  void addsAPictureOfWhatAFieldSaysAndLeavesItsInputAlone() {
    try (var transform = value(Map.of())) {
      SinkRecord record = order(7, 3);
      Struct before = (Struct) record.value();
      SinkRecord made = transform.apply(record);

      assertThat(record.value()).isSameAs(before);
      assertThat(record.headers()).isEmpty();
      assertThat(before.schema()).isSameAs(SCHEMA);
      Struct value = (Struct) made.value();
      assertThat(value.getInt32("digit")).isEqualTo(7);
      Struct picture = value.getStruct("picture");
      assertThat(picture.getString("label")).isEqualTo("7");
      assertThat(((ByteBuffer) picture.get("data")).get(1)).isEqualTo((byte) 'P');
      assertThat(made.headers().lastWithName("kiln.generator").value()).isEqualTo("digits-gan/1");
      assertThat(made.topic()).isEqualTo("orders");
      assertThat(made.kafkaOffset()).isEqualTo(3);
      assertThat(made.valueSchema().name()).isEqualTo("order");
    }
  }

  @Test
  void theSameRecordGetsTheSameSampleAndTheNextOneAnother() {
    try (var one = value(Map.of("value", "bytes"));
        var two = value(Map.of("value", "bytes"))) {
      Object first = picture(one.apply(order(7, 3)));
      assertThat(picture(two.apply(order(7, 3)))).isEqualTo(first);
      assertThat(picture(one.apply(order(7, 4)))).isNotEqualTo(first);
    }
  }

  @Test
  void putsARowInPlaceOfAValueWithoutASchema() {
    try (var transform =
        value(
            Map.of(
                "generator",
                Models.ROWS,
                "target.field",
                "",
                "conditions.from.fields",
                "country"))) {
      Struct row =
          (Struct)
              transform
                  .apply(new SinkRecord("t", 0, null, null, null, Map.of("country", "DE"), 0))
                  .value();
      assertThat(row.getString("country")).isEqualTo("DE");
      assertThat(row.schema().field("age")).isNotNull();
    }
  }

  @Test
  void keysCanBeGeneratedToo() {
    try (var transform = new Generate.Key<SinkRecord>()) {
      transform.configure(
          settings(
              Map.of(
                  "conditions",
                  "label=1",
                  "target.field",
                  "picture",
                  "conditions.from.fields",
                  "",
                  "value",
                  "bytes")));
      SinkRecord record =
          new SinkRecord("t", 0, null, new HashMap<>(Map.of("id", 1)), null, "v", 0);
      Map<?, ?> key = (Map<?, ?>) transform.apply(record).key();

      assertThat(key.get("id")).isEqualTo(1);
      assertThat((byte[]) key.get("picture")).isNotEmpty();
      assertThat(((Map<?, ?>) record.key()).containsKey("picture")).isFalse();
    }
  }

  @Test
  void tombstonesPassAndWhatIsWrongIsNamed() {
    try (var transform = value(Map.of())) {
      SinkRecord tombstone = new SinkRecord("t", 0, null, "k", null, null, 0);
      assertThat(transform.apply(tombstone)).isSameAs(tombstone);
      assertThatThrownBy(() -> transform.apply(order(12, 0)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("label must be one of 0, 1, 2, 3")
          .hasMessageContaining("12");
      assertThatThrownBy(
              () -> transform.apply(new SinkRecord("t", 0, null, null, null, Map.of("size", 3), 0)))
          .isInstanceOf(DataException.class)
          .hasMessage("The value has no field \"digit\", there are [size]");
      assertThatThrownBy(() -> transform.apply(new SinkRecord("t", 0, null, null, null, "text", 0)))
          .isInstanceOf(DataException.class)
          .hasMessage("The value must be a struct or a map, was String");
    }
  }

  @Test
  void manyTasksShareOneNetworkWhichGoesWithTheLast() throws Exception {
    int before = Sessions.ofWorker().loaded();
    List<Generate.Value<SinkRecord>> transforms = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      transforms.add(value(Map.of("value", "bytes")));
    }
    assertThat(Sessions.ofWorker().loaded()).isEqualTo(before + 1);
    Object expected = picture(transforms.get(0).apply(order(5, 9)));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Object>> work = new ArrayList<>();
      transforms.forEach(t -> work.add(() -> picture(t.apply(order(5, 9)))));
      for (Future<Object> made : threads.invokeAll(work)) {
        assertThat(made.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
    transforms.subList(0, 5).forEach(Generate::close);
    assertThat(Sessions.ofWorker().loaded()).isEqualTo(before + 1);
    transforms.get(5).close();
    transforms.get(5).close();
    assertThat(Sessions.ofWorker().loaded()).isEqualTo(before);
  }

  private static Generate.Value<SinkRecord> value(Map<String, String> more) {
    var transform = new Generate.Value<SinkRecord>();
    transform.configure(settings(more));
    return transform;
  }

  private static Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "models",
                Models.DIRECTORY.toString(),
                "generator",
                Models.DIGITS,
                "conditions.from.fields",
                "label:digit",
                "target.field",
                "picture"));
    settings.putAll(more);
    return settings;
  }

  private static SinkRecord order(int digit, long offset) {
    Struct value = new Struct(SCHEMA).put("digit", digit).put("note", "n");
    return new SinkRecord("orders", 0, null, "k", SCHEMA, value, offset);
  }

  private static @Nullable Object picture(SinkRecord record) {
    return ByteBuffer.wrap((byte[]) ((Struct) record.value()).get("picture"));
  }
}
