package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.Timings;
import dev.kiln.storage.Blob;
import dev.kiln.storage.StoredBlob;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Answer.Samples;
import dev.kiln.streams.contract.Outgoing.Destination;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.inflight.Origin;
import dev.kiln.streams.secrets.Secrets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes answers as records: all samples of a request, or its failure, each with the request's key
 * and headers. Every record is within the size limit: a sample that is not goes to the blob store,
 * or its request becomes a failure. Safe for many threads; may wait for the registry.
 */
public final class AnswerWriter {

  /** What a pointer to a blob takes at most, in place of the sample. */
  private static final int POINTER = 2048;

  private final String topic;
  private final Serializer<GeneratedSample> serializer;
  private final FailureWriter failures;
  private final SampleSpecs specs;
  private final int maxRecordBytes;
  private final boolean hasBlobStore;

  /**
   * A writer to one topic.
   *
   * @param topic where samples go
   * @param serializer how they are written
   * @param failures writes the failures
   * @param maxRecordBytes the largest record, key, headers and framing included
   * @param hasBlobStore whether larger samples can be kept elsewhere
   */
  public AnswerWriter(
      String topic,
      Serializer<GeneratedSample> serializer,
      FailureWriter failures,
      SampleSpecs specs,
      int maxRecordBytes,
      boolean hasBlobStore) {
    this.topic = topic;
    this.serializer = serializer;
    this.failures = failures;
    this.specs = specs;
    this.maxRecordBytes = maxRecordBytes;
    this.hasBlobStore = hasBlobStore;
  }

  /**
   * The records of an answer, or what has to be kept elsewhere before there can be any.
   *
   * @throws RegistryAwayException if it has to be written later
   */
  public Written write(Entry entry, Answer answer) throws RegistryAwayException {
    if (answer instanceof Problem problem) {
      return failure(entry, problem);
    }
    Samples samples = (Samples) answer;
    try {
      List<Outgoing> records = new ArrayList<>();
      List<Blob> oversized = new ArrayList<>();
      for (int i = 0; i < samples.generated().samples().size(); i++) {
        GeneratedSample sample = sample(entry, samples, i);
        byte[] value = serializer.serialize(topic, sample);
        var record = new Outgoing(Destination.SAMPLES, entry.key(), value, entry.headers());
        if (record.size() > maxRecordBytes) {
          int data = sample.getData().remaining();
          if (!hasBlobStore || record.size() - data + POINTER > maxRecordBytes) {
            return failure(entry, tooLarge(entry, samples, record.size()));
          }
          oversized.add(blob(entry, sample));
        }
        records.add(record);
      }
      return oversized.isEmpty()
          ? new Written.Records(records, null)
          : new Written.Oversized(oversized);
    } catch (RuntimeException e) {
      if (RegistryAwayException.isMeantBy(e)) {
        throw new RegistryAwayException(e);
      }
      return failure(entry, unwritable(entry, samples, e));
    }
  }

  private Written failure(Entry entry, Problem problem) throws RegistryAwayException {
    return new Written.Records(List.of(failures.write(entry, problem)), problem.code());
  }

  private static Blob blob(Entry entry, GeneratedSample sample) {
    Origin origin = entry.origin();
    byte[] bytes = new byte[sample.getData().remaining()];
    sample.getData().duplicate().get(bytes);
    return new Blob(
        sample.getIndex(),
        "%s/%d/%d".formatted(origin.topic(), origin.partition(), origin.offset()),
        sample.getEncoding(),
        bytes);
  }

  private GeneratedSample sample(Entry entry, Samples samples, int index) {
    var request = samples.request();
    Provenance made = samples.generated().provenance();
    FloatTensor tensor = samples.generated().samples().get(index);
    SampleSpec spec =
        specs
            .of(made)
            .orElseGet(() -> new SampleSpec(SampleKind.VECTOR, tensor.shape(), List.of(-1.0, 1.0)));
    Encoding encoding = Encoding.of(request.getEncoding(), spec);
    long began = System.nanoTime();
    byte[] data = encoding.encode(tensor, spec, RequestSpecs.row(request));
    StoredBlob kept = samples.blobs().get(index);
    long encodeMicros = (System.nanoTime() - began) / 1000;
    return GeneratedSample.newBuilder()
        .setRequestId(id(entry, samples))
        .setGenerator(made.generator())
        .setVersion(made.version())
        .setHash(made.hash())
        .setIndex(index)
        .setCount(samples.generated().samples().size())
        .setSeed(made.seed())
        .setSampler(made.sampler())
        .setSteps(made.steps())
        .setGuidance(made.guidance())
        .setLabel(request.getLabel())
        .setPrompt(request.getPrompt())
        .setEncoding(encoding.spelling())
        .setDtype(encoding.dtype())
        .setShape(encoding.shape(tensor, spec))
        .setData(kept == null ? ByteBuffer.wrap(data) : ByteBuffer.allocate(0))
        .setBlob(kept == null ? null : kept.url())
        .setBlobBytes(kept == null ? null : kept.size())
        .setBlobSha256(kept == null ? null : kept.sha256())
        .setTimings(timings(samples, encodeMicros))
        .setNetworkCalls(samples.generated().timings().networkCalls())
        .setOrigin(FailureWriter.origin(entry))
        .build();
  }

  private static Timings timings(Samples samples, long encodeMicros) {
    var timings = samples.generated().timings();
    return new Timings(
        timings.waitNanos() / 1000,
        (timings.totalNanos() - timings.waitNanos()) / 1000,
        encodeMicros,
        timings.totalNanos() / 1000);
  }

  private Problem tooLarge(Entry entry, Samples samples, int size) {
    return new Problem(
        id(entry, samples),
        FailureCode.TOO_LARGE,
        "A sample takes a record of %d bytes, the limit is %d; ask for another encoding, raise the limit, or let the application keep large samples elsewhere (kiln.blob.store)."
            .formatted(size, maxRecordBytes));
  }

  private static Problem unwritable(Entry entry, Samples samples, RuntimeException e) {
    return new Problem(
        id(entry, samples),
        FailureCode.ENGINE_FAILED,
        Secrets.mask("The samples cannot be written: " + e.getMessage() + "."));
  }

  private static String id(Entry entry, Samples samples) {
    String given = samples.request().getRequestId();
    return given == null ? entry.origin().toString() : given;
  }
}
