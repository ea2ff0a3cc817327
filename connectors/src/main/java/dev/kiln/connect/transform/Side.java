package dev.kiln.connect.transform;

import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.header.Headers;
import org.jspecify.annotations.Nullable;

/** The part of a record that a transform works on. */
enum Side {
  KEY {
    @Override
    @Nullable Object of(ConnectRecord<?> record) {
      return record.key();
    }

    @Override
    <R extends ConnectRecord<R>> R replace(
        R record, @Nullable Schema schema, Object part, Headers headers) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          schema,
          part,
          record.valueSchema(),
          record.value(),
          record.timestamp(),
          headers);
    }
  },
  VALUE {
    @Override
    @Nullable Object of(ConnectRecord<?> record) {
      return record.value();
    }

    @Override
    <R extends ConnectRecord<R>> R replace(
        R record, @Nullable Schema schema, Object part, Headers headers) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          record.keySchema(),
          record.key(),
          schema,
          part,
          record.timestamp(),
          headers);
    }
  };

  /** The part of a record. */
  abstract @Nullable Object of(ConnectRecord<?> record);

  /** A copy of a record with another part. */
  abstract <R extends ConnectRecord<R>> R replace(
      R record, @Nullable Schema schema, Object part, Headers headers);
}
