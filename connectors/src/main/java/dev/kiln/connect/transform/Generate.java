package dev.kiln.connect.transform;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.sample.Ask;
import dev.kiln.connect.sample.SampleValues;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome.Generated;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;

/**
 * Adds a generated field to a record, or puts a generated sample in place of its key or value. What
 * it makes is marked by the headers of {@link dev.kiln.connect.sample.ProvenanceHeaders}. Records
 * without the part that it works on (tombstones) pass as they are.
 */
public abstract class Generate<R extends ConnectRecord<R>> implements Transformation<R>, Versioned {

  private static final int SCHEMAS = 16;

  private final Side side;
  private final Cache<Schema, Schema> wider = new SynchronizedCache<>(new LRUCache<>(SCHEMAS));
  private @Nullable Work work;

  /** What a configured transform works with. */
  private record Work(
      OneStep generator,
      SampleValues values,
      Ask fixed,
      Map<String, String> fields,
      String target,
      long seed) {}

  private Generate(Side side) {
    this.side = side;
  }

  /** Of keys. */
  public static final class Key<R extends ConnectRecord<R>> extends Generate<R> {
    /** For Connect, which configures it next. */
    public Key() {
      super(Side.KEY);
    }
  }

  /** Of values. */
  public static final class Value<R extends ConnectRecord<R>> extends Generate<R> {
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
    return GenerateConfig.DEFINITION;
  }

  @Override
  public void configure(Map<String, ?> settings) {
    close();
    GenerateConfig.check(settings);
    var config = new GenerateConfig(settings);
    OneStep generator = OneStep.open(config);
    work =
        new Work(
            generator,
            config.values(generator.card()),
            config.fixed(generator.card()),
            config.fields(generator.card()),
            config.getString(GenerateConfig.TARGET),
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
    GenerationSpec spec = spec(now, record, part);
    Generated made = now.generator().make(spec);
    Object sample = now.values().value("record", spec, made);
    var headers = OneStep.marked(record.headers(), made);
    if (now.target().isEmpty()) {
      return side.replace(record, now.values().schema(), sample, headers);
    }
    if (part instanceof Struct struct) {
      Schema schema = wider(now, struct.schema());
      return side.replace(
          record, schema, Fields.with(struct, schema, now.target(), sample), headers);
    }
    Map<String, @Nullable Object> map = Fields.of(name(), part);
    map.put(now.target(), sample instanceof Struct fields ? Fields.of(name(), fields) : sample);
    return side.replace(record, null, map, headers);
  }

  private GenerationSpec spec(Work now, R record, Object part) {
    GenerationSpec spec = now.generator().base().withSeed(RecordSeed.of(now.seed(), record));
    Map<String, String> asked = new LinkedHashMap<>();
    if (!now.fields().isEmpty()) {
      Map<String, @Nullable Object> fields = Fields.of(name(), part);
      now.fields()
          .forEach(
              (condition, field) -> {
                if (!fields.containsKey(field)) {
                  throw new DataException(
                      "The %s has no field \"%s\", there are %s"
                          .formatted(name(), field, fields.keySet()));
                }
                Object value = fields.get(field);
                if (value != null) {
                  asked.put(condition, value.toString());
                }
              });
    }
    try {
      return now.fixed().with(asked).applyTo(spec, now.generator().card());
    } catch (IllegalArgumentException e) {
      throw new DataException("No sample for the record: " + e.getMessage(), e);
    }
  }

  private Schema wider(Work now, Schema schema) {
    Schema known = wider.get(schema);
    if (known == null) {
      known = Fields.with(schema, now.target(), now.values().schema());
      wider.put(schema, known);
    }
    return known;
  }

  private String name() {
    return side == Side.KEY ? "key" : "value";
  }

  @Override
  public void close() {
    if (work != null) {
      work.generator().close();
      work = null;
    }
  }
}
