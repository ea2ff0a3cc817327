package dev.kiln.schemas.wire;

import dev.kiln.schemas.registry.RegisteredSchema;
import dev.kiln.schemas.registry.RegistryUnavailableException;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;

/**
 * Which schema a record is written in, and under which id: its own, registered or looked up; or,
 * with {@code use.latest.version}, the newest of its subject. Safe for many threads.
 */
public final class WriterSchemas {

  /**
   * A schema to write in.
   *
   * @param id the registry's
   * @param schema what it is written in
   * @param isOwn whether that is the record's own; else the record has to be brought into it
   */
  public record Writer(int id, Schema schema, boolean isOwn) {}

  private record Latest(Writer writer, long askedNanos, Map<Schema, Boolean> same) {

    /** Whether both write the same bytes, whatever they say beside that. */
    boolean isAs(Schema schema) {
      return same.computeIfAbsent(
          schema,
          own ->
              SchemaNormalization.toParsingForm(own)
                  .equals(SchemaNormalization.toParsingForm(writer.schema())));
    }
  }

  private final SchemaRegistryClient registry;
  private final AvroSerdeConfig config;
  private final boolean key;
  private final LongSupplier nanoClock;
  private final Map<String, Latest> latest = new ConcurrentHashMap<>();

  /**
   * @param key whether it is for keys, which have subjects of their own
   */
  public WriterSchemas(SchemaRegistryClient registry, AvroSerdeConfig config, boolean key) {
    this(registry, config, key, System::nanoTime);
  }

  WriterSchemas(
      SchemaRegistryClient registry, AvroSerdeConfig config, boolean key, LongSupplier nanoClock) {
    this.registry = registry;
    this.config = config;
    this.key = key;
    this.nanoClock = nanoClock;
  }

  /** What a record of that schema is written in on that topic. */
  public Writer of(String topic, Schema schema) {
    String subject = config.subjectNames().subject(topic, key, schema);
    if (config.autoRegister()) {
      return new Writer(registry.register(subject, schema), schema, true);
    }
    if (!config.useLatest()) {
      return new Writer(registry.lookUp(subject, schema), schema, true);
    }
    Latest newest = latest(subject);
    return newest.isAs(schema) ? new Writer(newest.writer().id(), schema, true) : newest.writer();
  }

  private Latest latest(String subject) {
    Latest known = latest.get(subject);
    if (known != null && !isOld(known)) {
      return known;
    }
    try {
      RegisteredSchema answer = registry.latest(subject);
      Latest asked =
          known != null && known.writer().id() == answer.id()
              ? new Latest(known.writer(), nanoClock.getAsLong(), known.same())
              : new Latest(
                  new Writer(answer.id(), answer.schema(), false),
                  nanoClock.getAsLong(),
                  new ConcurrentHashMap<>());
      latest.put(subject, asked);
      return asked;
    } catch (RegistryUnavailableException e) {
      if (known == null) {
        throw e;
      }
      return known;
    }
  }

  private boolean isOld(Latest known) {
    long seconds = config.latestSeconds();
    return seconds >= 0
        && nanoClock.getAsLong() - known.askedNanos() >= TimeUnit.SECONDS.toNanos(seconds);
  }
}
