package dev.kiln.connect.transform;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.sample.ColumnText;
import dev.kiln.generation.card.ColumnSpec;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.row.RowCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.header.Headers;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Fills columns of a row that are null, with values that a generator draws given the columns that
 * are there. A drawn value is a plausible one, not a best guess: filling the same gap with another
 * seed gives another value, spread as the generator has learnt. What was filled stands in the
 * header {@code kiln.imputed}. Rows without gaps, and records without the part (tombstones), pass
 * as they are.
 */
public abstract class Impute<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  /** The header that names the filled fields, with commas between. */
  public static final String IMPUTED = "kiln.imputed";

  private final Side side;
  private @Nullable Work work;

  /** What a configured transform works with. */
  private record Work(
      OneStep generator, Set<String> columns, Map<String, String> fields, long seed) {}

  private Impute(Side side) {
    this.side = side;
  }

  /** Of keys. */
  public static final class Key<R extends ConnectRecord<R>> extends Impute<R> {
    /** For Connect, which configures it next. */
    public Key() {
      super(Side.KEY);
    }
  }

  /** Of values. */
  public static final class Value<R extends ConnectRecord<R>> extends Impute<R> {
    /** For Connect, which configures it next. */
    public Value() {
      super(Side.VALUE);
    }
  }

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public ConfigDef config() {
    return ImputeConfig.DEFINITION;
  }

  @Override
  public void configure(Map<String, ?> settings) {
    close();
    ImputeConfig.check(settings);
    var config = new ImputeConfig(settings);
    OneStep generator = OneStep.open(config);
    work =
        new Work(
            generator,
            config.columns(generator.card()),
            config.fields(generator.card()),
            config.getLong(OneStep.SEED));
  }

  @Override
  public R apply(R record) {
    Work now = work;
    if (now == null) {
      throw new IllegalStateException("the transform has not been configured");
    }
    Object part = side.of(record);
    if (part == null) {
      return record;
    }
    Map<String, @Nullable Object> fields = Fields.of(side == Side.KEY ? "key" : "value", part);
    List<ColumnSpec> gaps = new ArrayList<>();
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    for (ColumnSpec column : now.generator().card().sample().columns()) {
      String field = field(now, column);
      Object value = fields.get(field);
      if (value != null) {
        given.put(column.name(), typed(column, value));
      } else if (now.columns().contains(column.name()) && fields.containsKey(field)) {
        gaps.add(column);
        // Null says that the column must not come out as missing.
        given.put(column.name(), null);
      }
    }
    return gaps.isEmpty() ? record : filled(now, record, part, given, gaps);
  }

  private R filled(
      Work now, R record, Object part, Map<String, @Nullable Object> given, List<ColumnSpec> gaps) {
    GenerationSpec spec =
        now.generator().base().withRow(given).withSeed(RecordSeed.of(now.seed(), record));
    Generated made = now.generator().make(spec);
    Map<String, @Nullable Object> row =
        RowCodec.of(now.generator().card().sample()).decode(made.samples().get(0), given);
    Map<String, @Nullable Object> filling = new LinkedHashMap<>();
    gaps.forEach(column -> filling.put(field(now, column), row.get(column.name())));
    Headers headers = OneStep.marked(record.headers(), made);
    headers.remove(IMPUTED).addString(IMPUTED, String.join(",", filling.keySet()));
    if (part instanceof Struct struct) {
      return side.replace(record, struct.schema(), with(struct, filling), headers);
    }
    Map<String, @Nullable Object> copy = Fields.of("row", part);
    copy.putAll(filling);
    return side.replace(record, null, copy, headers);
  }

  /** Texts are read as what the column holds; everything else the generator judges. */
  private static Object typed(ColumnSpec column, Object value) {
    try {
      return value instanceof String text ? ColumnText.read(column, text) : value;
    } catch (IllegalArgumentException e) {
      throw new DataException("The row cannot be filled: " + e.getMessage(), e);
    }
  }

  private static String field(Work now, ColumnSpec column) {
    return now.fields().getOrDefault(column.name(), column.name());
  }

  private static Struct with(Struct struct, Map<String, @Nullable Object> filling) {
    Struct copy = new Struct(struct.schema());
    for (Field field : struct.schema().fields()) {
      copy.put(
          field,
          filling.containsKey(field.name())
              ? ColumnValue.as(field, filling.get(field.name()))
              : struct.get(field));
    }
    return copy;
  }

  @Override
  public void close() {
    if (work != null) {
      work.generator().close();
      work = null;
    }
  }
}
