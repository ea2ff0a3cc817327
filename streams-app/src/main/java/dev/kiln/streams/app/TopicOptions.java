package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;

import dev.kiln.streams.topology.TopicNames;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.NonEmptyString;

/** The part of the configuration that is about topics. */
final class TopicOptions {

  static final String REQUESTS = "kiln.requests.topic";
  static final String SAMPLES = "kiln.samples.topic";
  static final String FAILURES = "kiln.failures.topic";
  static final String PREVIEWS = "kiln.previews.topic";
  static final String CREATE = "kiln.topics.create";
  static final String PARTITIONS = "kiln.topics.partitions";
  static final String REPLICATION = "kiln.topics.replication.factor";

  private TopicOptions() {}

  /** Adds these options. */
  static ConfigDef define(ConfigDef definition) {
    return definition
        .define(
            REQUESTS,
            ConfigDef.Type.STRING,
            TopicNames.REQUESTS,
            new NonEmptyString(),
            HIGH,
            "The topic that requests come from.")
        .define(
            SAMPLES,
            ConfigDef.Type.STRING,
            TopicNames.SAMPLES,
            new NonEmptyString(),
            HIGH,
            "The topic that samples go to.")
        .define(
            FAILURES,
            ConfigDef.Type.STRING,
            TopicNames.FAILURES,
            new NonEmptyString(),
            HIGH,
            "The topic that requests go to which got no samples, with the reason.")
        .define(
            PREVIEWS,
            ConfigDef.Type.STRING,
            "",
            MEDIUM,
            "The topic that previews go to, of requests that ask for some, such as"
                + " generation-previews; empty publishes none.")
        .define(
            CREATE,
            ConfigDef.Type.BOOLEAN,
            false,
            MEDIUM,
            "Whether topics that do not exist are created at the start.")
        .define(
            PARTITIONS,
            ConfigDef.Type.INT,
            4,
            atLeast(1),
            MEDIUM,
            "How many partitions a created topic gets.")
        .define(
            REPLICATION,
            ConfigDef.Type.SHORT,
            (short) -1,
            atLeast(-1),
            MEDIUM,
            "How many replicas a created topic gets; -1 leaves it to the broker.");
  }

  /** What the topics are called. */
  static TopicNames names(AbstractConfig config) {
    String previews = config.getString(PREVIEWS);
    return new TopicNames(
        config.getString(REQUESTS),
        config.getString(SAMPLES),
        config.getString(FAILURES),
        previews.isEmpty() ? null : previews);
  }
}
