package dev.kiln.connect.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.Models;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ImputeTest {

  private static final Schema SCHEMA =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("land", Schema.OPTIONAL_STRING_SCHEMA)
          .field("age", Schema.OPTIONAL_INT32_SCHEMA)
          .build();

  @Test
  void fillsWhatIsNullAndKeepsTheRest() {
    try (var transform = start(Map.of("fields", "country:land"))) {
      Struct before = new Struct(SCHEMA).put("id", 5L).put("land", "DE");
      SinkRecord made = transform.apply(record(SCHEMA, before, 0));
      Struct row = (Struct) made.value();

      assertThat(before.get("age")).isNull();
      assertThat(row.getInt64("id")).isEqualTo(5);
      assertThat(row.getString("land")).isEqualTo("DE");
      assertThat(row.getInt32("age")).isBetween(18, 120);
      assertThat(made.headers().lastWithName("kiln.imputed").value()).isEqualTo("age");
      assertThat(made.headers().lastWithName("kiln.generator").value())
          .isEqualTo("customers-vae/1");
    }
  }

  @Test
  void onlyTheColumnsThatAreToBeFilledAre() {
    try (var transform = start(Map.of("columns", "age", "fields", "country:land"))) {
      Struct row =
          (Struct) transform.apply(record(SCHEMA, new Struct(SCHEMA).put("id", 5L), 0)).value();
      assertThat(row.get("land")).isNull();
      assertThat(row.getInt32("age")).isNotNull();
    }
  }

  @Test
  void rowsWithoutGapsAndTombstonesPass() {
    try (var transform = start(Map.of())) {
      Map<String, @Nullable Object> whole = new HashMap<>(Map.of("country", "AT", "age", 30));
      SinkRecord record = record(null, whole, 0);
      SinkRecord tombstone = record(null, null, 1);

      assertThat(transform.apply(record)).isSameAs(record);
      assertThat(transform.apply(tombstone)).isSameAs(tombstone);
    }
  }

  @Test
  void theSameGapIsFilledTheSameAgainAndEachWithItsOwnDraw() {
    Set<Object> drawn = new HashSet<>();
    try (var transform = start(Map.of())) {
      for (int offset = 0; offset < 20; offset++) {
        Object first = age(transform, offset);
        assertThat(age(transform, offset)).isEqualTo(first);
        drawn.add(first);
      }
    }
    assertThat(drawn).hasSizeGreaterThan(5);
  }

  @Test
  void drawnValuesDependOnWhatIsThere() {
    double free = 0;
    double pro = 0;
    try (var transform = start(Map.of("columns", "spend"))) {
      for (int offset = 0; offset < 200; offset++) {
        free += spend(transform, "free", offset);
        pro += spend(transform, "pro", offset);
      }
    }
    assertThat(pro).isGreaterThan(2 * free);
  }

  @Test
  void whatTheGeneratorDoesNotKnowIsNamed() {
    try (var transform = start(Map.of())) {
      Map<String, @Nullable Object> row = new HashMap<>();
      row.put("country", "Atlantis");
      row.put("age", null);
      assertThatThrownBy(() -> transform.apply(record(null, row, 0)))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("country")
          .hasMessageContaining("Atlantis");
    }
  }

  private static Object age(Impute.Value<SinkRecord> transform, long offset) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("country", "DE");
    row.put("age", null);
    Object age = ((Map<?, ?>) transform.apply(record(null, row, offset)).value()).get("age");
    assertThat(row.get("age")).isNull();
    return Objects.requireNonNull(age);
  }

  private static double spend(Impute.Value<SinkRecord> transform, String plan, long offset) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("plan", plan);
    row.put("spend", null);
    Object value = ((Map<?, ?>) transform.apply(record(null, row, offset)).value()).get("spend");
    return ((Number) Objects.requireNonNull(value)).doubleValue();
  }

  private static Impute.Value<SinkRecord> start(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("models", Models.DIRECTORY.toString(), "generator", Models.ROWS));
    settings.putAll(more);
    var transform = new Impute.Value<SinkRecord>();
    transform.configure(settings);
    return transform;
  }

  private static SinkRecord record(@Nullable Schema schema, @Nullable Object value, long offset) {
    return new SinkRecord("rows", 0, null, null, schema, value, offset);
  }
}
