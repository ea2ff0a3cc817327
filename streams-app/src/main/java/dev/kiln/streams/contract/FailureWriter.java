package dev.kiln.streams.contract;

import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.Origin;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Outgoing.Destination;
import dev.kiln.streams.inflight.Entry;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes failures, and always finds a form that is small enough: first without the original value,
 * then without whatever else the sender chose the size of. Safe for many threads; may wait for the
 * registry.
 */
public final class FailureWriter {

  private static final int MAX_SENTENCE = 1000;

  /** How much of the request a failure carries, from all to nothing. */
  private enum Detail {
    ALL,
    NO_VALUE,
    NO_ID,
    NO_HEADERS,
    NO_KEY;

    boolean keeps(Detail dropped) {
      return compareTo(dropped) < 0;
    }
  }

  private final String topic;
  private final Serializer<GenerationFailure> serializer;
  private final int maxRecordBytes;

  /**
   * @param topic where failures go
   * @param maxRecordBytes the largest record, key, headers and framing included
   */
  public FailureWriter(String topic, Serializer<GenerationFailure> serializer, int maxRecordBytes) {
    this.topic = topic;
    this.serializer = serializer;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * The record of a failure.
   *
   * @throws RegistryAwayException if it has to be written later
   */
  public Outgoing write(Entry entry, Problem problem) throws RegistryAwayException {
    try {
      for (Detail detail : Detail.values()) {
        Outgoing record = record(entry, problem, detail);
        if (record.size() <= maxRecordBytes) {
          return record;
        }
      }
    } catch (RuntimeException e) {
      if (RegistryAwayException.isMeantBy(e)) {
        throw new RegistryAwayException(e);
      }
      throw e;
    }
    throw new IllegalStateException(
        "no failure fits into " + maxRecordBytes + " bytes, not even one without its request");
  }

  private Outgoing record(Entry entry, Problem problem, Detail detail) {
    byte[] key = detail.keeps(Detail.NO_KEY) ? entry.key() : null;
    var failure =
        new GenerationFailure(
            detail.keeps(Detail.NO_ID) ? problem.requestId() : entry.origin().toString(),
            problem.code().name(),
            shortened(problem.sentence()),
            wrapped(key),
            detail.keeps(Detail.NO_VALUE) ? wrapped(entry.value()) : null,
            origin(entry),
            Math.max(1, entry.attempt()));
    return new Outgoing(
        Destination.FAILURES,
        key,
        serializer.serialize(topic, failure),
        detail.keeps(Detail.NO_HEADERS) ? entry.headers() : new RecordHeaders());
  }

  static Origin origin(Entry entry) {
    return new Origin(
        entry.origin().topic(),
        entry.origin().partition(),
        entry.origin().offset(),
        entry.timestamp());
  }

  private static String shortened(String sentence) {
    return sentence.length() <= MAX_SENTENCE ? sentence : sentence.substring(0, MAX_SENTENCE) + "…";
  }

  private static @Nullable ByteBuffer wrapped(byte @Nullable [] bytes) {
    return bytes == null ? null : ByteBuffer.wrap(bytes);
  }
}
