package dev.kiln.streams.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Offers requests at a steady rate, on a thread of its own, until it has sent enough and is told to
 * finish. Its producer is idempotent, so that no request is sent twice or out of order. Safe for
 * many threads.
 */
final class Load implements AutoCloseable {

  /**
   * A request that the brokers have.
   *
   * @param partition the partition that it lies in
   * @param offset its offset there
   */
  record Sent(Ask ask, int partition, long offset) {}

  private final Producer<byte[], byte[]> producer;
  private final int schemaId;
  private final Asks asks;
  private volatile double perSecond;
  private volatile BooleanSupplier mayGo = () -> true;
  private final int atLeast;
  private final Map<String, Sent> sent = new ConcurrentHashMap<>();
  private final Thread thread = new Thread(this::run, "load");
  private volatile boolean mayEnd;
  private volatile boolean stopped;
  private volatile @Nullable Exception failure;
  private final CountDownLatch broken = new CountDownLatch(1);
  private int asked;

  private Load(Map<String, Object> client, URI registry, Asks asks, double perSecond, int atLeast) {
    Map<String, Object> config = new HashMap<>(client);
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    config.put("linger.ms", 0);
    config.put("request.timeout.ms", 5_000);
    config.put("delivery.timeout.ms", 300_000);
    config.put("max.block.ms", 120_000);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.schemaId =
        SchemaRegistryClient.of(registry)
            .register(Topics.REQUESTS + "-value", GenerationRequest.getClassSchema());
    this.asks = asks;
    this.perSecond = perSecond;
    this.atLeast = atLeast;
  }

  /**
   * Starts the load.
   *
   * @param perSecond requests a second
   * @param atLeast how many it sends before it may finish
   */
  static Load start(
      Map<String, Object> client, URI registry, Asks asks, double perSecond, int atLeast) {
    var load = new Load(client, registry, asks, perSecond, atLeast);
    load.thread.setDaemon(true);
    load.thread.start();
    return load;
  }

  /** Offers so many a second from now on, and none while it may not go. */
  void pace(double requestsPerSecond, BooleanSupplier mayGoOn) {
    perSecond = requestsPerSecond;
    mayGo = mayGoOn;
  }

  /** How many requests were sent so far, acknowledged or not. */
  synchronized int asked() {
    return asked;
  }

  /** What the brokers acknowledged, by request id. */
  Map<String, Sent> sent() {
    return sent;
  }

  /** Draws a request and sends it, between those of the steady load. */
  synchronized Ask send(Supplier<Ask> drawn) {
    Ask ask = drawn.get();
    asked++;
    byte[] key = ask.key().getBytes(UTF_8);
    long timestamp = System.currentTimeMillis() - ask.ageMs();
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topics.REQUESTS,
                null,
                timestamp,
                key,
                ask.encode(schemaId),
                List.of(new RecordHeader(Topics.HEADER, ask.id().getBytes(UTF_8)))),
            (at, e) -> {
              if (e != null) {
                breakOff(e);
              } else {
                sent.put(ask.id(), new Sent(ask, at.partition(), at.offset()));
              }
            });
    if (ask.tombstone()) {
      takeBack(key);
    }
    return ask;
  }

  private void takeBack(byte[] key) {
    var unused = producer.send(new ProducerRecord<>(Topics.REQUESTS, key, null));
  }

  /** The requests that are drawn; to be used within {@link #send} alone. */
  Asks asks() {
    return asks;
  }

  /**
   * Waits until enough is sent, and all of it acknowledged.
   *
   * @param now whether what was sent so far is enough
   */
  void finish(boolean now) throws InterruptedException {
    mayEnd = true;
    stopped |= now;
    thread.join();
    producer.flush();
    check();
  }

  /** Lets time pass under load; throws at once when a request cannot be sent. */
  void pass(long millis) throws InterruptedException {
    if (broken.await(millis, TimeUnit.MILLISECONDS)) {
      check();
    }
  }

  private void breakOff(Exception why) {
    failure = why;
    broken.countDown();
  }

  /** Throws why a request could not be sent, if that was so. */
  void check() {
    Exception why = failure;
    if (why != null) {
      throw new IllegalStateException("a request could not be sent", why);
    }
  }

  private void run() {
    long due = System.nanoTime();
    try {
      for (int i = 0; !stopped && (i < atLeast || !mayEnd); i++) {
        while (!stopped && (due - System.nanoTime() > 0 || !mayGo.getAsBoolean())) {
          LockSupport.parkNanos(Math.max(1_000_000, due - System.nanoTime()));
        }
        send(asks::next);
        // What it could not offer in time it makes up for, but only of the last second.
        due = Math.max(due + (long) (1e9 / perSecond), System.nanoTime() - 1_000_000_000L);
      }
    } catch (RuntimeException e) {
      breakOff(e);
    }
  }

  @Override
  public void close() {
    stopped = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    producer.close(Duration.ofSeconds(5));
  }
}
