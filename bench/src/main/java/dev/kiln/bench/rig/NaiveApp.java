package dev.kiln.bench.rig;

import dev.kiln.bench.net.BenchNetwork;
import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import dev.kiln.generation.output.PngEncoder;
import dev.kiln.generation.tensor.Shape;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.schemas.registry.SchemaRegistryClient;
import dev.kiln.schemas.wire.AvroSerde;
import java.util.List;
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
 * The usual app, as one writes it by hand: {@code mapValues} from request to sample, exactly once,
 * one session with a thread for each core, one record at a time in each stream thread. It takes the
 * same requests and makes the same pictures. Close once.
 */
public final class NaiveApp implements AutoCloseable {

  private static final String NAME = "naive";

  private final BenchNetwork network;
  private final OnnxNetwork onnx;
  private final ThreadLocal<NetworkBatch> batches;
  private final KafkaStreams streams;

  private NaiveApp(Cluster cluster, BenchNetwork network, OnnxOptions options, int threads)
      throws NetworkException {
    this.network = network;
    this.onnx = OnnxNetwork.load(NAME, network.onnx(), options);
    this.batches = ThreadLocal.withInitial(() -> onnx.newBatch(1));
    var topics = KilnSide.topics(NAME);
    cluster.createTopics(4, topics.requests(), topics.samples(), topics.failures());
    var requests =
        AvroSerde.of(GenerationRequest.class, SchemaRegistryClient.of(cluster.registryUrl()));
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(topics.requests(), Consumed.with(Serdes.ByteArray(), requests))
        .mapValues(this::generate)
        .to(topics.samples(), Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
    Properties config = new Properties();
    config.putAll(cluster.client());
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, NAME);
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    config.put(StreamsConfig.STATE_DIR_CONFIG, cluster.scratch().resolve("state-naive").toString());
    streams = new KafkaStreams(builder.build(), config);
  }

  /**
   * Starts it and waits until it serves.
   *
   * @param threads stream threads
   */
  public static NaiveApp start(
      Cluster cluster, BenchNetwork network, OnnxOptions.Provider provider, int threads) {
    int cores = Runtime.getRuntime().availableProcessors();
    try {
      NaiveApp app =
          new NaiveApp(cluster, network, new OnnxOptions(provider, 0, cores, List.of()), threads);
      CountDownLatch running = new CountDownLatch(1);
      app.streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
              running.countDown();
            }
          });
      app.streams.start();
      if (!running.await(60, TimeUnit.SECONDS)) {
        app.close();
        throw new IllegalStateException("the hand-written app does not serve after 60 s");
      }
      return app;
    } catch (NetworkException e) {
      throw new IllegalStateException("the bench's network cannot be loaded", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the hand-written app started", e);
    }
  }

  /** A client that sends to it and reads its answers. */
  public static Client client(Cluster cluster) {
    var topics = KilnSide.topics(NAME);
    return new Client(cluster, topics.requests(), topics.samples(), topics.failures());
  }

  private byte[] generate(GenerationRequest request) {
    NetworkBatch batch = batches.get();
    PlainWalk walk = new PlainWalk(network, request.getSteps(), request.getSeed());
    try {
      while (!walk.isOver()) {
        walk.write(batch, 0);
        batch.run(1);
        walk.advance(batch, 0);
      }
    } catch (NetworkException e) {
      throw new IllegalStateException(e);
    }
    return network.takesLabel()
        ? PngEncoder.encode(walk.sample(), picture())
        : walk.sample().toBytes();
  }

  private SampleSpec picture() {
    return new SampleSpec(
        SampleKind.IMAGE, new Shape(network.shape()), List.of(-1.0, 1.0), List.of());
  }

  @Override
  public void close() {
    streams.close();
    onnx.close();
  }
}
