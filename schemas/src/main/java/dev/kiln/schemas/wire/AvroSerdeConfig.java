package dev.kiln.schemas.wire;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/**
 * The settings of serializer and deserializer beside those of the registry, under Confluent's
 * names.
 *
 * @param autoRegister register a schema that the registry does not have yet
 * @param useLatest without auto-registration, write in the newest schema of the subject
 * @param latestSeconds after how many seconds the newest is asked for again; -1 is never
 * @param specificReader read into generated classes instead of generic records
 */
public record AvroSerdeConfig(
    boolean autoRegister,
    boolean useLatest,
    long latestSeconds,
    boolean specificReader,
    SubjectNameStrategy subjectNames) {

  public static final String AUTO_REGISTER = "auto.register.schemas";
  public static final String USE_LATEST = "use.latest.version";
  public static final String LATEST_SECONDS = "latest.cache.ttl.sec";
  public static final String SPECIFIC_READER = "specific.avro.reader";
  public static final String KEY_SUBJECTS = "key.subject.name.strategy";
  public static final String VALUE_SUBJECTS = "value.subject.name.strategy";

  private static final String TOPIC_NAMES =
      "io.confluent.kafka.serializers.subject.TopicNameStrategy";

  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              AUTO_REGISTER,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Whether a schema that the registry does not have yet is registered.")
          .define(
              USE_LATEST,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether records are written in the newest schema of their subject, into which they"
                  + " are brought by Avro's rules; only with auto.register.schemas=false.")
          .define(
              LATEST_SECONDS,
              ConfigDef.Type.LONG,
              -1L,
              ConfigDef.Range.atLeast(-1),
              Importance.LOW,
              "After how many seconds the newest schema is asked for again; -1 is never.")
          .define(
              SPECIFIC_READER,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.MEDIUM,
              "Whether records are read into generated classes instead of generic records.")
          .define(
              KEY_SUBJECTS,
              ConfigDef.Type.STRING,
              TOPIC_NAMES,
              Importance.LOW,
              "The subject names of keys, by the name of Confluent's class.")
          .define(
              VALUE_SUBJECTS,
              ConfigDef.Type.STRING,
              TOPIC_NAMES,
              Importance.LOW,
              "The subject names of values, by the name of Confluent's class.");

  /** What an unconfigured serializer does: registers, under the topic's name. */
  public static AvroSerdeConfig defaults() {
    return from(Map.of(), false);
  }

  /** Reads the settings for keys or values; other keys are ignored. */
  public static AvroSerdeConfig from(Map<String, ?> settings, boolean key) {
    var config = new AbstractConfig(DEFINITION, settings, false);
    String subjects = key ? KEY_SUBJECTS : VALUE_SUBJECTS;
    return new AvroSerdeConfig(
        config.getBoolean(AUTO_REGISTER),
        config.getBoolean(USE_LATEST),
        config.getLong(LATEST_SECONDS),
        config.getBoolean(SPECIFIC_READER),
        SubjectNameStrategy.of(subjects, subjectSetting(settings, config, subjects)));
  }

  /** Confluent's clients also accept the class itself. */
  private static String subjectSetting(
      Map<String, ?> settings, AbstractConfig config, String name) {
    return settings.get(name) instanceof Class<?> type ? type.getName() : config.getString(name);
  }
}
