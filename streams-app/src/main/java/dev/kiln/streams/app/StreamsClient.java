package dev.kiln.streams.app;

import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.apache.kafka.streams.KafkaStreams.StateListener;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka Streams client that outlives damage to its state on disk. A process that is killed while
 * RocksDB or Kafka Streams deletes files leaves a store that cannot be opened, at this start or any
 * other. As all of it is in changelog topics, the state is deleted then and the client starts anew.
 * Start it once, close it once. Safe for many threads.
 */
public final class StreamsClient {

  private static final Logger LOG = LoggerFactory.getLogger(StreamsClient.class);

  private final Supplier<KafkaStreams> make;
  private final StateListener listener;
  private volatile KafkaStreams streams;
  private volatile boolean startsAnew;
  private boolean closed;

  /**
   * Prepares a client; nothing is connected before {@link #start}.
   *
   * @param make makes a client with its handlers, except for the listener
   * @param listener told of each state of the client, but not of the end of one that is replaced
   */
  public StreamsClient(Supplier<KafkaStreams> make, StateListener listener) {
    this.make = make;
    this.listener = listener;
    this.streams = made();
  }

  private KafkaStreams made() {
    KafkaStreams made = make.get();
    made.setStateListener(
        (now, before) -> {
          if (!startsAnew) {
            listener.onChange(now, before);
          }
        });
    return made;
  }

  /** The client that serves; another one before {@link #start} than after it, at times. */
  public KafkaStreams streams() {
    return streams;
  }

  /** What the client does at this moment. */
  public State state() {
    return streams.state();
  }

  /**
   * Starts, if need be with new state.
   *
   * @throws org.apache.kafka.streams.errors.StreamsException if the state cannot be opened for
   *     another reason than damage
   */
  public synchronized void start() {
    try {
      streams.start();
    } catch (ProcessorStateException e) {
      if (closed || !isDamage(e)) {
        throw e;
      }
      LOG.warn(
          "The state on disk is damaged ({}); it is deleted and restored from the changelog.",
          RootCause.of(e));
      startAnew();
    }
  }

  private void startAnew() {
    startsAnew = true;
    streams.close();
    streams.cleanUp();
    streams = made();
    startsAnew = false;
    streams.start();
  }

  /** Ends within the time that the options give. */
  public synchronized void close(CloseOptions options) {
    closed = true;
    streams.close(options);
  }

  private static boolean isDamage(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof RocksDBException rocks && rocks.getStatus() != null) {
        return isDamage(rocks.getStatus().getCode(), String.valueOf(rocks.getMessage()));
      }
    }
    return false;
  }

  /** A missing table is a corruption to RocksDB, a missing manifest what the system says of it. */
  private static boolean isDamage(Status.Code code, String message) {
    return code == Status.Code.Corruption
        || (code == Status.Code.IOError && message.contains("No such file"));
  }
}
