package dev.kiln.streams.contract;

import dev.kiln.generation.card.SampleKind;
import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.request.Provenance;
import dev.kiln.generation.tensor.FloatTensor;
import dev.kiln.schemas.FailureCode;
import dev.kiln.schemas.avro.GeneratedSample;
import dev.kiln.schemas.avro.Timings;
import dev.kiln.streams.contract.Answer.Problem;
import dev.kiln.streams.contract.Answer.Samples;
import dev.kiln.streams.contract.Outgoing.Destination;
import dev.kiln.streams.inflight.Entry;
import dev.kiln.streams.secrets.Secrets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Writes answers as records: all samples of a request, or its failure, each with the request's key
 * and headers. Every record is within the size limit; an answer that is not becomes a failure. Safe
 * for many threads; may wait for the registry.
 */
public final class AnswerWriter {

  private final String topic;
  private final Serializer<GeneratedSample> serializer;
  private final FailureWriter failures;
  private final SampleSpecs specs;
  private final int maxRecordBytes;

  /**
   * @param topic where samples go
   * @param serializer how they are written
   * @param failures writes the failures
   * @param maxRecordBytes the largest record, key, headers and framing included
   */
  public AnswerWriter(
      String topic,
      Serializer<GeneratedSample> serializer,
      FailureWriter failures,
      SampleSpecs specs,
      int maxRecordBytes) {
    this.topic = topic;
    this.serializer = serializer;
    this.failures = failures;
    this.specs = specs;
    this.maxRecordBytes = maxRecordBytes;
  }

  /**
   * The records of an answer, to be forwarded together.
   *
   * @throws RegistryAwayException if it has to be written later
   */
  public List<Outgoing> write(Entry entry, Answer answer) throws RegistryAwayException {
    if (answer instanceof Problem problem) {
      return List.of(failures.write(entry, problem));
    }
    Samples samples = (Samples) answer;
    try {
      List<Outgoing> records = records(entry, samples);
      for (Outgoing record : records) {
        if (record.size() > maxRecordBytes) {
          return List.of(failures.write(entry, tooLarge(entry, samples, record.size())));
        }
      }
      return records;
    } catch (RuntimeException e) {
      if (RegistryAwayException.isMeantBy(e)) {
        throw new RegistryAwayException(e);
      }
      return List.of(failures.write(entry, unwritable(entry, samples, e)));
    }
  }

  private List<Outgoing> records(Entry entry, Samples samples) {
    List<FloatTensor> tensors = samples.generated().samples();
    List<Outgoing> records = new ArrayList<>(tensors.size());
    for (int i = 0; i < tensors.size(); i++) {
      byte[] value = serializer.serialize(topic, sample(entry, samples, i));
      records.add(new Outgoing(Destination.SAMPLES, entry.key(), value, entry.headers()));
    }
    return records;
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
        .setData(ByteBuffer.wrap(data))
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
        "A sample takes a record of %d bytes, the limit is %d; ask for another encoding, or raise the limit."
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
