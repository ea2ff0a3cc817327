package dev.kiln.streams.topology;

import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.GenerationFailure;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.request.RequestDecoder;
import dev.kiln.storage.BlobStore;
import dev.kiln.streams.contract.AnswerWriter;
import dev.kiln.streams.contract.FailureWriter;
import dev.kiln.streams.contract.Outgoing.Destination;
import dev.kiln.streams.contract.PreviewWriter;
import dev.kiln.streams.contract.RequestReader;
import dev.kiln.streams.inflight.InFlightStore;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/**
 * How the parts are wired: requests, the processor with its store, samples, failures and, where
 * there is a topic for them, previews.
 */
public final class KilnTopology {

  private static final String REQUESTS = "requests";
  private static final String PROCESSOR = "in-flight-requests";

  /**
   * How records are read and written.
   *
   * @param decoder reads requests; safe for many threads
   * @param samples writes samples; safe for many threads, as a producer's serializer has to be
   * @param failures writes failures; likewise
   * @param previews writes previews; likewise
   */
  public record Contracts(
      RequestDecoder decoder,
      Serializer<GeneratedSample> samples,
      Serializer<GenerationFailure> failures,
      Serializer<GenerationPreview> previews) {}

  /**
   * How samples are kept that are larger than a record.
   *
   * @param store where; safe for many threads
   * @param executor where the writes run; its threads bound how many do at a time
   */
  public record Blobs(BlobStore store, Executor executor) {}

  /**
   * Who is told what happens. Safe for many threads.
   *
   * @param metrics is told how many, how long and what came of it
   * @param traces is told of each request, and says what its answer's headers carry
   */
  public record Observers(TopologyMetrics metrics, RequestTraces traces) {

    /** Nobody is told. */
    public static final Observers NONE = new Observers(TopologyMetrics.NONE, RequestTraces.NONE);
  }

  private KilnTopology() {}

  /** Without a blob store: samples that are larger than a record become failures. */
  public static Topology build(
      TopicNames topics, InFlightOptions options, Generation generation, Contracts contracts) {
    return build(topics, options, generation, contracts, null, Observers.NONE, new StreamThreads());
  }

  /**
   * The whole topology.
   *
   * @param blobs where samples go that are larger than a record, or null
   * @param observers who is told
   * @param threads those on which the tasks run
   */
  public static Topology build(
      TopicNames topics,
      InFlightOptions options,
      Generation generation,
      Contracts contracts,
      @Nullable Blobs blobs,
      Observers observers,
      StreamThreads threads) {
    var bytes = new ByteArrayDeserializer();
    var topology = new Topology();
    topology.addSource(
        (AutoOffsetReset) null,
        REQUESTS,
        (record, time) -> Math.max(0, record.timestamp()),
        bytes,
        bytes,
        topics.requests());
    topology.addProcessor(
        PROCESSOR,
        processors(topics, options, generation, contracts, blobs, observers, threads),
        REQUESTS);
    addSink(topology, Destination.SAMPLES, topics.samples());
    addSink(topology, Destination.FAILURES, topics.failures());
    if (topics.previews() != null) {
      addSink(topology, Destination.PREVIEWS, topics.previews());
    }
    return topology;
  }

  /** The topic that Kafka Streams keeps for the store. */
  public static String changelog(String applicationId) {
    return applicationId + "-" + InFlightStore.NAME + "-changelog";
  }

  /** The name of the sink behind a destination. */
  static String sink(Destination destination) {
    return switch (destination) {
      case SAMPLES -> "samples";
      case FAILURES -> "failures";
      case PREVIEWS -> "previews";
    };
  }

  private static void addSink(Topology topology, Destination destination, String topic) {
    var bytes = new ByteArraySerializer();
    topology.addSink(sink(destination), topic, bytes, bytes, PROCESSOR);
  }

  private static ProcessorSupplier<byte[], byte[], byte[], byte[]> processors(
      TopicNames topics,
      InFlightOptions options,
      Generation generation,
      Contracts contracts,
      @Nullable Blobs blobs,
      Observers observers,
      StreamThreads threads) {
    var reader =
        new RequestReader(
            contracts.decoder(), generation, System::nanoTime, options.keysRequired());
    var process = new ProcessMemory();
    int max = options.maxRecordBytes();
    var failures = new FailureWriter(topics.failures(), contracts.failures(), max);
    var writer =
        new AnswerWriter(
            topics.samples(), contracts.samples(), failures, generation, max, blobs != null);
    PreviewWriter previews =
        topics.previews() == null
            ? null
            : new PreviewWriter(topics.previews(), contracts.previews(), generation, max);
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], byte[]> get() {
        return new InFlightProcessor(
            options, generation, reader, writer, previews, process, threads, blobs, observers);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(InFlightStore.builder(max));
      }
    };
  }
}
