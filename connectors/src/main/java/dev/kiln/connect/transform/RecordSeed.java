package dev.kiln.connect.transform;

import dev.kiln.connect.sample.Seeds;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * The seed of what is generated for a record, from where the record stands: the same record gets
 * the same seed whenever it comes again. Pure.
 */
final class RecordSeed {

  private static final long FNV_START = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private RecordSeed() {}

  /**
   * The seed.
   *
   * @param base the transform's own seed
   */
  static long of(long base, ConnectRecord<?> record) {
    return Seeds.of(base, hash(place(record)));
  }

  /** A record of a sink stands in a topic; one of a source stands where the source counts. */
  private static String place(ConnectRecord<?> record) {
    if (record instanceof SinkRecord sink) {
      return sink.originalTopic()
          + "|"
          + sink.originalKafkaPartition()
          + "|"
          + sink.originalKafkaOffset();
    }
    if (record instanceof SourceRecord source) {
      return sorted(source.sourcePartition()) + "|" + sorted(source.sourceOffset());
    }
    return record.topic() + "|" + record.kafkaPartition() + "|" + record.timestamp();
  }

  private static String sorted(@Nullable Map<String, ?> map) {
    return map == null ? "" : new TreeMap<>(map).toString();
  }

  /** FNV-1a (Fowler, Noll, Vo). */
  private static long hash(String text) {
    long hash = FNV_START;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }
}
