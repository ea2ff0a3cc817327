package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.Preview;
import dev.kiln.schemas.avro.GenerationPreview;
import dev.kiln.schemas.avro.GenerationRequest;
import dev.kiln.streams.contract.Outgoing.Destination;
import dev.kiln.streams.inflight.Entry;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes previews as records, each with the request's key and headers, in the encoding that its
 * samples will have. Safe for many threads; may wait for the registry.
 */
public final class PreviewWriter {

  private static final Logger LOG = LoggerFactory.getLogger(PreviewWriter.class);

  private final String topic;
  private final Serializer<GenerationPreview> serializer;
  private final SampleSpecs specs;
  private final int maxRecordBytes;

  /**
   * A writer to one topic.
   *
   * @param topic where previews go
   * @param specs what the generators' samples are
   * @param maxRecordBytes the largest record, key, headers and framing included
   */
  public PreviewWriter(
      String topic,
      Serializer<GenerationPreview> serializer,
      SampleSpecs specs,
      int maxRecordBytes) {
    this.topic = topic;
    this.serializer = serializer;
    this.specs = specs;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * The record of a preview; empty where it is larger than a record may be, or its generator is
   * another meanwhile.
   *
   * @throws RuntimeException when the serializer does, such as while the registry is away; a
   *     preview is not worth a second attempt
   */
  public Optional<Outgoing> write(
      Entry entry, String requestId, GenerationRequest request, Preview preview) {
    SampleSpec spec = specs.sample(request.getGenerator(), request.getVersion()).orElse(null);
    if (spec == null) {
      return Optional.empty();
    }
    Encoding encoding = Encoding.of(request.getEncoding(), spec);
    byte[] data;
    try {
      data = encoding.encode(preview.estimate(), spec, RequestSpecs.row(request));
    } catch (RuntimeException e) {
      LOG.debug("A preview of {} cannot be encoded.", request.getGenerator(), e);
      return Optional.empty();
    }
    var value =
        new GenerationPreview(
            requestId,
            request.getGenerator(),
            preview.index(),
            request.getCount(),
            preview.step(),
            preview.steps(),
            encoding.spelling(),
            encoding.dtype(),
            encoding.shape(preview.estimate(), spec),
            ByteBuffer.wrap(data),
            FailureWriter.origin(entry));
    var record =
        new Outgoing(
            Destination.PREVIEWS, entry.key(), serializer.serialize(topic, value), entry.headers());
    return record.size() > maxRecordBytes ? Optional.empty() : Optional.of(record);
  }
}
