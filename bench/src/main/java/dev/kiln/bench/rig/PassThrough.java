package dev.kiln.bench.rig;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;

/**
 * A topology that answers every request with the same bytes, exactly once, with as many stream
 * threads and commits as Kiln: what Kafka alone takes. Close once.
 */
public final class PassThrough implements AutoCloseable {

  private static final String NAME = "pass";

  private final KafkaStreams streams;

  /**
   * Starts it and waits until it serves.
   *
   * @param answerBytes how large an answer is
   */
  public PassThrough(Cluster cluster, int answerBytes) {
    var topics = KilnSide.topics(NAME);
    cluster.createTopics(4, topics.requests(), topics.samples(), topics.failures());
    byte[] answer = new byte[answerBytes];
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topics.requests(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .mapValues(request -> answer)
        .to(topics.samples(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    Properties config = new Properties();
    config.putAll(cluster.client());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, NAME);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    // One stream thread that commits every 100 ms, as Kafka Streams has it with exactly_once_v2.
    config.put(StreamsConfig.POLL_MS_CONFIG, 5);
    config.put(StreamsConfig.producerPrefix("linger.ms"), 100);
    config.put(StreamsConfig.producerPrefix("batch.size"), 131072);
    config.put(StreamsConfig.STATE_DIR_CONFIG, cluster.scratch().resolve("state-pass").toString());
    streams = new KafkaStreams(builder.build(), config);
    CountDownLatch running = new CountDownLatch(1);
    streams.setStateListener(
        (now, before) -> {
          if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
          }
        });
    streams.start();
    try {
      if (!running.await(60, TimeUnit.SECONDS)) {
        streams.close();
        throw new IllegalStateException("the pass-through topology does not serve after 60 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topology started", e);
    }
  }

  /** A client that sends to it and reads its answers. */
  public Client client(Cluster cluster) {
    var topics = KilnSide.topics(NAME);
    return new Client(cluster, topics.requests(), topics.samples(), topics.failures());
  }

  @Override
  public void close() {
    streams.close();
  }
}
