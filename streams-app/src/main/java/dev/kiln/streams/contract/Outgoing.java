package dev.kiln.streams.contract;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A record that is ready to leave, known to be small enough. Nobody may change the arrays. */
public final class Outgoing {

  /** Where it goes. */
  public enum Destination {
    SAMPLES,
    FAILURES,
    PREVIEWS
  }

  private final Destination destination;
  private final byte @Nullable [] key;
  private final byte[] value;
  private final Headers headers;

  Outgoing(Destination destination, byte @Nullable [] key, byte[] value, Headers headers) {
    this.destination = destination;
    this.key = key;
    this.value = value;
    this.headers = headers;
  }

  public Destination destination() {
    return destination;
  }

  public byte @Nullable [] key() {
    return key;
  }

  public byte[] value() {
    return value;
  }

  public Headers headers() {
    return headers;
  }

  /** Its size on the wire, at most, in bytes. */
  int size() {
    return RecordSize.of(key, value, headers);
  }
}
