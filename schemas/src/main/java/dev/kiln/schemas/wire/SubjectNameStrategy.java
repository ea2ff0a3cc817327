package dev.kiln.schemas.wire;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Under which name a record's schema stands in the registry. */
public enum SubjectNameStrategy {
  /** One schema per topic: {@code topic-value} or {@code topic-key}. */
  TOPIC_NAME {
    @Override
    public String subject(String topic, boolean key, Schema schema) {
      return topic + (key ? "-key" : "-value");
    }
  },
  /** One subject per record type, over all topics. */
  RECORD_NAME {
    @Override
    public String subject(String topic, boolean key, Schema schema) {
      return schema.getFullName();
    }
  },
  /** One subject per record type and topic. */
  TOPIC_RECORD_NAME {
    @Override
    public String subject(String topic, boolean key, Schema schema) {
      return topic + "-" + schema.getFullName();
    }
  };

  /** The subject of a schema in a topic's keys or values. */
  public abstract String subject(String topic, boolean key, Schema schema);

  /** By the name of Confluent's class, with or without its package. */
  static SubjectNameStrategy of(String setting, String value) {
    return switch (value.substring(value.lastIndexOf('.') + 1)) {
      case "TopicNameStrategy" -> TOPIC_NAME;
      case "RecordNameStrategy" -> RECORD_NAME;
      case "TopicRecordNameStrategy" -> TOPIC_RECORD_NAME;
      default ->
          throw new ConfigException(
              setting,
              value,
              "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
    };
  }
}
